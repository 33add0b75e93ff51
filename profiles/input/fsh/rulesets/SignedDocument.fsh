// What a service note and an addendum share: a document that its author signed.
RuleSet: SignedDocument
* extension contains PssSignature named signature 1..1 MS
* identifier 1..1 MS
* docStatus 1..1 MS
* type.coding ^slicing.discriminator.type = #pattern
* type.coding ^slicing.discriminator.path = "$this"
* type.coding ^slicing.rules = #open
* type.coding contains loinc 1..1 MS
* type.coding[loinc] ^patternCoding.system = "http://loinc.org"
* type.coding[loinc].system 1..1
* category[uscore] 1..1 MS
* category[uscore] = $document-category#clinical-note
* date 1..1 MS
* author 1..1 MS
* relatesTo MS
* securityLabel MS
* content 1..1
* content.attachment.contentType 1..1 MS
* content.attachment.data 1..1 MS
* obeys pss-document-identifier and pss-document-retracted and pss-document-signed and pss-document-text and pss-part-2-label

Profile: PssRetractionProvenance
Parent: $us-core-provenance
Id: pss-retraction-provenance
Title: "Retraction"
Description: "A signed statement that a note or an addendum must not stand: the wrong person, or never so. The document itself is marked as entered in error."
* extension contains PssRetraction named retraction 1..1 MS
* target 1..1
* target.identifier 1..1 MS
* activity 1..1 MS
* activity = http://terminology.hl7.org/CodeSystem/v3-DataOperation#NULLIFY
* agent[ProvenanceAuthor] 1..1 MS
* signature 1..1 MS
* signature.type = $signature-type#1.2.840.10065.1.12.1.1
* obeys pss-provenance-moment and pss-provenance-signer

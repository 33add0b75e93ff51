Instance: retraction-never-was
InstanceOf: PssRetractionProvenance
Usage: #example
Title: "The visit did not take place"
Description: "The visit did not take place."
* insert Synthetic
* extension[retraction].extension[identifier].valueUri = "urn:uuid:33333333-3333-4333-8333-3333333333ab"
* extension[retraction].extension[client].valueReference = Reference(client-ana)
* extension[retraction].extension[reason].valueString = "The visit did not take place."
* target.type = "DocumentReference"
* target.identifier.system = "urn:ietf:rfc:3986"
* target.identifier.value = "urn:uuid:44444444-4444-4444-8444-4444444444ab"
* recorded = "2026-11-04T09:00:00-05:00"
* activity = http://terminology.hl7.org/CodeSystem/v3-DataOperation#NULLIFY "nullify"
* agent[ProvenanceAuthor].type = $provenance-agent#author "Author"
* agent[ProvenanceAuthor].who = Reference(specialist-bea)
* agent[ProvenanceAuthor].onBehalfOf = Reference(agency)
* signature.type = $signature-type#1.2.840.10065.1.12.1.1 "Author's Signature"
* signature.when = "2026-11-04T09:00:00-05:00"
* signature.who = Reference(specialist-bea)

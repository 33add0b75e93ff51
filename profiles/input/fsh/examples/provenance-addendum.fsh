Instance: provenance-addendum
InstanceOf: PssNoteProvenance
Usage: #example
Title: "Who wrote the addendum"
Description: "Who wrote the addendum."
* insert Synthetic
* target = Reference(addendum-phone)
* recorded = "2026-11-04T08:30:00-05:00"
* agent[ProvenanceAuthor].type = $provenance-agent#author "Author"
* agent[ProvenanceAuthor].who = Reference(specialist-carl)
* agent[ProvenanceAuthor].onBehalfOf = Reference(agency)
* agent[ProvenanceTransmitter].type = $us-core-provenance-agent#transmitter "Transmitter"
* agent[ProvenanceTransmitter].who = Reference(agency)
* signature.type = $signature-type#1.2.840.10065.1.12.1.1 "Author's Signature"
* signature.when = "2026-11-04T08:30:00-05:00"
* signature.who = Reference(specialist-carl)

Instance: provenance-note
InstanceOf: PssNoteProvenance
Usage: #example
Title: "Who wrote the note"
Description: "Who wrote the note."
* insert Synthetic
* target = Reference(note-home)
* recorded = "2026-11-02T11:05:00-05:00"
* agent[ProvenanceAuthor].type = $provenance-agent#author "Author"
* agent[ProvenanceAuthor].who = Reference(specialist-bea)
* agent[ProvenanceAuthor].onBehalfOf = Reference(agency)
* agent[ProvenanceTransmitter].type = $us-core-provenance-agent#transmitter "Transmitter"
* agent[ProvenanceTransmitter].who = Reference(agency)
* signature.type = $signature-type#1.2.840.10065.1.12.1.1 "Author's Signature"
* signature.when = "2026-11-02T11:05:00-05:00"
* signature.who = Reference(specialist-bea)

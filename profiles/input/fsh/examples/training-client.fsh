Instance: training-client
InstanceOf: PssStaffTraining
Usage: #example
Title: "The needs of one client"
Description: "The needs of one client."
* insert Synthetic
* code = PssStaffRecordCS#staff-training "Training completed"
* subject = Reference(specialist-bea)
* created = "2026-07-03"
* extension[training].extension[topic].valueCodeableConcept = PssTrainingTopicCS#client-specific "Needs of a particular client"
* extension[training].extension[client].valueReference = Reference(client-ana)

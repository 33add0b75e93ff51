Instance: training-ethics
InstanceOf: PssStaffTraining
Usage: #example
Title: "A training in ethics"
Description: "A training in ethics."
* insert Synthetic
* code = PssStaffRecordCS#staff-training "Training completed"
* subject = Reference(specialist-bea)
* created = "2026-09-15"
* extension[training].extension[topic].valueCodeableConcept = PssTrainingTopicCS#ethics "Ethics"
* extension[training].extension[hours].valueDecimal = 1.5
* extension[training].extension[provider].valueString = "HTEST Academy"

Extension: PssTraining
Id: pss-training
Title: "What was trained"
Description: "Topic, hours and provider of a training; the person served, where it was about that person."
Context: Basic
* extension contains
    topic 1..1 and
    hours 0..1 and
    provider 0..1 and
    client 0..1
* extension[topic].value[x] 1..1
* extension[topic].value[x] only CodeableConcept
* extension[topic].valueCodeableConcept from PssTrainingTopicVS (extensible)
* extension[hours].value[x] 1..1
* extension[hours].value[x] only decimal
* extension[hours].valueDecimal obeys pss-hours
* extension[provider].value[x] 1..1
* extension[provider].value[x] only string
* extension[client].value[x] 1..1
* extension[client].value[x] only Reference(Patient)

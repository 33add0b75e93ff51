Extension: PssIncidentStep
Id: pss-incident-step
Title: "A step after an incident"
Description: "One step that was taken after an incident, and when."
Context: AdverseEvent
* extension contains
    step 1..1 and
    takenAt 1..1
* extension[step].value[x] 1..1
* extension[step].value[x] only code
* extension[step].valueCode from PssIncidentStepVS (required)
* extension[takenAt].value[x] 1..1
* extension[takenAt].value[x] only dateTime

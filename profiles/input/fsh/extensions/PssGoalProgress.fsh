Extension: PssGoalProgress
Id: pss-goal-progress
Title: "A goal worked on"
Description: "A goal that the contact worked on, in the person's words, and how it moved."
Context: DocumentReference
* extension contains
    goal 1..1 and
    words 1..1 and
    progress 0..1 and
    comment 0..1
* extension[goal].value[x] 1..1
* extension[goal].value[x] only Reference(Goal)
* extension[words].value[x] 1..1
* extension[words].value[x] only string
* extension[progress].value[x] 1..1
* extension[progress].value[x] only code
* extension[progress].valueCode from PssProgressVS (required)
* extension[comment].value[x] 1..1
* extension[comment].value[x] only string

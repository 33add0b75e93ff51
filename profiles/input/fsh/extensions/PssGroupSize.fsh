Extension: PssGroupSize
Id: pss-group-size
Title: "Members in the group"
Description: "How many members were in the group."
Context: Encounter
* value[x] 1..1
* value[x] only positiveInt

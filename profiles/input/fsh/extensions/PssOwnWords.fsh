Extension: PssOwnWords
Id: pss-own-words
Title: "The goal is in the person's own words"
Description: "False where the goal's text is known not to be the person's own; own words stand in expressedBy."
Context: Goal
* value[x] 1..1
* value[x] only boolean

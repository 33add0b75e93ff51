ValueSet: PssIncidentLevelVS
Id: pss-incident-level-vs
Title: "Levels of incident"
Description: "Levels of 10A NCAC 27G .0602."
* include codes from system PssIncidentLevelCS

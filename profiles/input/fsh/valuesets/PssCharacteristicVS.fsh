ValueSet: PssCharacteristicVS
Id: pss-characteristic-vs
Title: "Needs, abilities and preferences"
Description: "What a plan builds on beside strengths."
* PssObservationCS#need
* PssObservationCS#ability
* PssObservationCS#preference

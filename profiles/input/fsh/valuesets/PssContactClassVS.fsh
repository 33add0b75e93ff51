ValueSet: PssContactClassVS
Id: pss-contact-class-vs
Title: "Classes of a contact"
Description: "Office, residence, community, and away from each other. EMER is the emergency department's own encounter: a contact there is FLD."
* $act-code#AMB "ambulatory"
* $act-code#HH "home health"
* $act-code#FLD "field"
* $act-code#VR "virtual"

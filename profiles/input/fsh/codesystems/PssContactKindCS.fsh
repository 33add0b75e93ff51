CodeSystem: PssContactKindCS
Id: pss-contact-kind
Title: "Kinds of contact"
Description: "Individual, group, collateral or administrative."
* insert OwnCodes
* #individual "Individual"
* #group "Group"
* #collateral "Collateral"
* #administrative "Administrative"

ValueSet: PssContactKindVS
Id: pss-contact-kind-vs
Title: "Kinds of contact"
Description: "Individual, group, collateral or administrative."
* include codes from system PssContactKindCS

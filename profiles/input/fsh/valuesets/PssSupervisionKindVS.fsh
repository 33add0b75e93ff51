ValueSet: PssSupervisionKindVS
Id: pss-supervision-kind-vs
Title: "Kinds of supervision"
Description: "What was held."
* include codes from system PssSupervisionKindCS

CodeSystem: PssSupervisionKindCS
Id: pss-supervision-kind
Title: "Kinds of supervision"
Description: "What was held; the words are those of the staff folder."
* insert OwnCodes
* #contract "Supervision contract"
* #contract-review "Yearly review of the contract"
* #individual "Individual supervision"
* #group "Group supervision"

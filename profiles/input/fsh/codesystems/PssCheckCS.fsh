CodeSystem: PssCheckCS
Id: pss-check
Title: "Checks of staff"
Description: "Which look-up an agency makes about someone before and while they work for it."
* insert OwnCodes
* #criminal "Criminal record check"
* #hcpr "Health Care Personnel Registry"
* #exclusion "Exclusion from federal and state programs"

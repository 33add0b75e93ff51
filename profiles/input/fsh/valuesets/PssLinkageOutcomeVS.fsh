ValueSet: PssLinkageOutcomeVS
Id: pss-linkage-outcome-vs
Title: "Outcomes of a linkage"
Description: "What came of a referral."
* include codes from system PssLinkageOutcomeCS

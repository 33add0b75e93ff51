ValueSet: PssPlanSignerVS
Id: pss-plan-signer-vs
Title: "Signers of a plan"
Description: "In which role somebody signs a Person-Centered Plan."
* include codes from system PssPlanSignerCS

ValueSet: PssCrisisHelpVS
Id: pss-crisis-help-vs
Title: "Help in a crisis"
Description: "Who is called in a crisis."
* include codes from system PssCrisisHelpCS

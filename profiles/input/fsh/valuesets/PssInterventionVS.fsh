ValueSet: PssInterventionVS
Id: pss-intervention-vs
Title: "Interventions"
Description: "What a peer support specialist does in a contact."
* include codes from system PssInterventionCS

ValueSet: PssIncidentStepVS
Id: pss-incident-step-vs
Title: "Steps after an incident"
Description: "What is done after an incident, each with a clock of its own."
* include codes from system PssIncidentStepCS

ValueSet: PssProgressVS
Id: pss-progress-vs
Title: "Progress toward a goal"
Description: "How a contact moved a goal, as the specialist and the person saw it."
* include codes from system PssProgressCS

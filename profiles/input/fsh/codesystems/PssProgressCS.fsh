CodeSystem: PssProgressCS
Id: pss-progress
Title: "Progress toward a goal"
Description: "How a contact moved a goal, as the specialist and the person saw it."
* insert OwnCodes
* #progress "Progress made"
* #no-change "No change"
* #setback "Setback"
* #achieved "Achieved"

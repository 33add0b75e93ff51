Profile: PssCrisisCall
Parent: Communication
Id: pss-crisis-call
Title: "Call in a crisis"
Description: "Who called whom for help in a crisis, when, and whether somebody answered. Peer support is no first responder: the specialist stays with the person and calls those who are."
* topic 1..1 MS
* topic from PssCrisisHelpVS (required)
* subject 1..1 MS
* subject only Reference(Patient)
* sent 1..1 MS
* encounter MS
* recipient MS
* sender MS
* about MS
* payload MS
* obeys pss-crisis-status and pss-crisis-words

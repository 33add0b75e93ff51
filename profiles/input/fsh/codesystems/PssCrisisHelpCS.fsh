CodeSystem: PssCrisisHelpCS
Id: pss-crisis-help
Title: "Help in a crisis"
Description: "Who is called in a crisis; peer support is no first responder."
* insert OwnCodes
* #911 "911"
* #988 "988 Suicide and Crisis Lifeline"
* #mobile-crisis "Mobile crisis"
* #supervisor "Supervisor"
* #treatment-team "Treatment team"
* #natural-support "Natural support"
* #other "Other help"

CodeSystem: PssDischargeReasonCS
Id: pss-discharge-reason
Title: "Reasons of discharge"
Description: "Why peer support ended: the four reasons of the service policy, and what else ends it."
* insert OwnCodes
* #goals-reached "Goals reached, or a step-down plan is in place"
* #stable-recovery "Stable recovery achieved"
* #no-progress "No progress or regression after reasonable strategies"
* #withdrew "The person, or whoever decides for the person, withdrew"
* #moved "Moved out of reach"
* #lost-contact "Contact was lost"
* #died "Died"
* #other "Other reason"

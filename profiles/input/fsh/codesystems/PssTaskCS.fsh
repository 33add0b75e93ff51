CodeSystem: PssTaskCS
Id: pss-task
Title: "Tasks of peer support"
Description: "What a task is about."
* insert OwnCodes
* #linkage "Follow a referral"
* #note-due "Write a service note"
* #incident-supervisor-notice "Tell the supervisor of an incident"
* #incident-state-report "Report an incident to the state's system"
* #supervision-due "Hold a supervision"
* #supervision-contract-due "Make or review a supervision contract"
* #training-due "Complete a training"
* #credential-renewal-due "Renew a credential"
* #plan-review-due "Review the Person-Centered Plan"
* #authorization-renewal-due "Ask for further units"
* #order-signature-due "Have a verbal order signed"

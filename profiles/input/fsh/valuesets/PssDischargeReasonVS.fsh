ValueSet: PssDischargeReasonVS
Id: pss-discharge-reason-vs
Title: "Reasons of discharge"
Description: "Why peer support ended: the four reasons of the service policy, and what else ends it."
* include codes from system PssDischargeReasonCS

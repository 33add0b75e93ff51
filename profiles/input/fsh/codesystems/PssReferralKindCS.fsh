CodeSystem: PssReferralKindCS
Id: pss-referral-kind
Title: "Kinds of referral"
Description: "What a referral is for. SNOMED CT names few of them."
* insert OwnCodes
* #peer-support "Peer support"
* #housing "Housing"
* #employment "Work"
* #benefits "Benefits"
* #self-help-group "Self-help or support group"
* #legal "Legal help"
* #food "Food"
* #transportation "Transportation"
* #health-care "Health care"
* #education "Education"
* #crisis-service "Crisis service"
* #other "Other resource"

ValueSet: PssReferralKindVS
Id: pss-referral-kind-vs
Title: "Kinds of referral"
Description: "What a referral is for. SNOMED CT names few of them."
* include codes from system PssReferralKindCS

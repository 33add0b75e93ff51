ValueSet: PssBillingCodeVS
Id: pss-billing-code-vs
Title: "Billing codes and modifiers of peer support"
Description: "What North Carolina's payers name for peer support: H0038; HQ group, GT live video, KX audio only. Which modifier a payer asks for is a matter of its policy and its date."
* $hcpcs#H0038 "Self-help/peer services, per 15 minutes"
* $hcpcs#HQ "Group setting"
* $hcpcs#GT "Via interactive audio and video telecommunication systems"
* $hcpcs#KX "Requirements specified in the medical policy have been met"

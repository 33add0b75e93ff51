ValueSet: PssDisclosurePurposeVS
Id: pss-disclosure-purpose-vs
Title: "Purposes of a disclosure"
Description: "Treatment, payment and health care operations: what one Part 2 consent may cover for all future uses since 2024 (42 CFR 2.31(a)(5), 89 FR 12472)."
* $act-reason#TREAT "treatment"
* $act-reason#HPAYMT "healthcare payment"
* $act-reason#HOPERAT "healthcare operations"

Profile: PssPlan
Parent: $careplan-eltss
Id: pss-plan
Title: "Person-Centered Plan"
Description: "The Person-Centered Plan, on the eLTSS care plan: steps are references, units live on the service order, goals are the person's own."
* extension contains
    PssPlanSignature named signature 0..* MS and
    PssPlanUnsigned named unsigned 0..1 MS
* category contains mentalHealthPlan 0..1 MS
* category[mentalHealthPlan] = $loinc#80742-0
* title MS
* intent = #plan (exactly)
* goal MS
* author MS
* replaces MS
* obeys pss-plan-signatures and pss-plan-signed and pss-plan-goals and pss-plan-dates

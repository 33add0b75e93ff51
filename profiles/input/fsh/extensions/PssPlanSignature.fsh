Extension: PssPlanSignature
Id: pss-plan-signature
Title: "A signature on the plan"
Description: "One signature on a Person-Centered Plan."
Context: CarePlan
* extension contains
    role 1..1 and
    signedOn 1..1 and
    signer 0..1
* extension[role].value[x] 1..1
* extension[role].value[x] only code
* extension[role].valueCode from PssPlanSignerVS (required)
* extension[signedOn].value[x] 1..1
* extension[signedOn].value[x] only date
* extension[signer].value[x] 1..1
* extension[signer].value[x] only Reference(Patient or Practitioner or PractitionerRole or RelatedPerson)

Extension: PssCheck
Id: pss-check
Title: "What was looked up"
Description: "Which look-up was made about a member of staff, when it was asked for, and what it gave."
Context: VerificationResult
* extension contains
    kind 1..1 and
    requestedOn 0..1 and
    result 0..1
* extension[kind].value[x] 1..1
* extension[kind].value[x] only code
* extension[kind].valueCode from PssCheckVS (required)
* extension[requestedOn].value[x] 1..1
* extension[requestedOn].value[x] only date
* extension[result].value[x] 1..1
* extension[result].value[x] only string

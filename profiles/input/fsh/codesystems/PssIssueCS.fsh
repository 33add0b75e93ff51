CodeSystem: PssIssueCS
Id: pss-issue
Title: "Findings of pss-fhir"
Description: "The codes of findings and errors, as OperationOutcome.issue.details carries them. `pss-fhir explain CODE` prints what each means; the list grows with each release and is not repeated here."
* ^caseSensitive = true
* ^experimental = false
* ^content = #not-present

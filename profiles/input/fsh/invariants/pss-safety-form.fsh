Invariant: pss-safety-form
Description: "It answers the project's safety plan form, of any version."
Severity: #error
Expression: "questionnaire.matches('^https://pss-fhir.org/fhir/Questionnaire/pss-safety-plan-form([|]|$)')"

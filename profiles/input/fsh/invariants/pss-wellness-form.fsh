Invariant: pss-wellness-form
Description: "It answers the project's wellness plan form, of any version."
Severity: #error
Expression: "questionnaire.matches('^https://pss-fhir.org/fhir/Questionnaire/pss-wellness-plan-form([|]|$)')"

Invariant: pss-response-questionnaire
Description: "It answers the project's note form, of any version."
Severity: #error
Expression: "questionnaire.matches('^https://pss-fhir.org/fhir/Questionnaire/pss-service-note([|]|$)')"

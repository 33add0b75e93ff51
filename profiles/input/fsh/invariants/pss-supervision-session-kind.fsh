Invariant: pss-supervision-session-kind
Description: "The kind is individual or group, and the minutes are there."
Severity: #error
Expression: "extension('https://pss-fhir.org/fhir/StructureDefinition/pss-supervision').where(extension('kind').exists(value = 'individual' or value = 'group') and extension('minutes').exists()).exists()"

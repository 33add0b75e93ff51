Invariant: pss-team-family
Description: "The peer specialist of an active team is no family member of the person."
Severity: #error
Expression: "status = 'active' implies participant.where(role.coding.exists(code = '175T00000X')).extension('https://pss-fhir.org/fhir/StructureDefinition/pss-family-member').where(value = true).empty()"

Invariant: pss-group-modifier
Description: "A billed group contact carries the modifier HQ (Alliance Health: H0038 HQ, Peer Supports Group)."
Severity: #warning
Expression: "(type.coding.exists(code = 'H0038') and type.coding.exists(system = 'https://pss-fhir.org/fhir/CodeSystem/pss-contact-kind' and code = 'group')) implies extension('https://pss-fhir.org/fhir/StructureDefinition/pss-modifier').exists(value = 'HQ')"

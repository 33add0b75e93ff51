Invariant: pss-plan-signed
Description: "An active plan is signed by the person or the legally responsible person."
Severity: #warning
Expression: "status = 'active' implies extension('https://pss-fhir.org/fhir/StructureDefinition/pss-plan-signature').extension('role').value.where($this = 'client' or $this = 'legally-responsible-person').exists()"

Invariant: pss-contact-specialist
Description: "A finished contact names the specialist as primary performer."
Severity: #warning
Expression: "status = 'finished' implies participant.where(type.coding.exists(code = 'PPRF')).individual.exists()"

Invariant: pss-team-specialist
Description: "An active team has a peer specialist (NUCC 175T00000X) with the day the assignment began."
Severity: #warning
Expression: "status = 'active' implies participant.where(role.coding.exists(code = '175T00000X')).period.start.exists()"

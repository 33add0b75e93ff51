Invariant: pss-safety-help
Description: "A completed plan says whom to call in a crisis."
Severity: #error
Expression: "status = 'completed' implies item.where(linkId = 'crisis-help').answer.value.exists()"

Invariant: pss-safety-signs
Description: "A completed plan names at least one warning sign."
Severity: #error
Expression: "status = 'completed' implies item.where(linkId = 'warning-signs').answer.value.exists()"

Invariant: pss-roster-once
Description: "A roster names a member once."
Severity: #error
Expression: "member.entity.reference.isDistinct()"

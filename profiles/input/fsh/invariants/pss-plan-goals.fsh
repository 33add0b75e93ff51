Invariant: pss-plan-goals
Description: "An active plan lists at least one goal."
Severity: #warning
Expression: "status = 'active' implies goal.exists()"

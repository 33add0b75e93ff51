Invariant: pss-goal-dates
Description: "A goal is not due before it starts."
Severity: #error
Expression: "start.ofType(date).empty() or target.due.ofType(date).where($this < %resource.start).empty()"

Invariant: pss-task-due
Description: "A task is not due before it was given."
Severity: #error
Expression: "restriction.period.where(end < %resource.authoredOn).empty()"

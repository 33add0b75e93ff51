Invariant: pss-task-done
Description: "A completed task says when it was done."
Severity: #error
Expression: "status = 'completed' implies executionPeriod.end.exists()"

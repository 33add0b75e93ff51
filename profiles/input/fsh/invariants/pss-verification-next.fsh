Invariant: pss-verification-next
Description: "The next check is due after the last one."
Severity: #error
Expression: "nextScheduled.where($this < %resource.lastPerformed).empty()"

Invariant: pss-verification-next
Description: "The next check is due after the last one."
Severity: #error
Expression: "nextScheduled.empty() or lastPerformed.empty() or (nextScheduled < lastPerformed).not()"

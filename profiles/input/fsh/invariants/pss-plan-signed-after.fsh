Invariant: pss-plan-signed-after
Description: "The plan ends after it begins."
Severity: #error
Expression: "period.end.empty() or (period.end < period.start).not()"

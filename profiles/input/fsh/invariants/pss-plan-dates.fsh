Invariant: pss-plan-dates
Description: "The plan ends after it begins."
Severity: #error
Expression: "period.end.empty() or (period.end < period.start).not()"

Invariant: pss-plan-dates
Description: "The plan ends after it begins."
Severity: #error
Expression: "period.where(end < start).empty()"

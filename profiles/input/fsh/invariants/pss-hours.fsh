Invariant: pss-hours
Description: "Hours are more than none."
Severity: #error
Expression: "$this > 0"

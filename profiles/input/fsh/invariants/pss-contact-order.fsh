Invariant: pss-contact-order
Description: "A contact ends after it starts."
Severity: #error
Expression: "period.start.empty() or period.end.empty() or period.start < period.end"

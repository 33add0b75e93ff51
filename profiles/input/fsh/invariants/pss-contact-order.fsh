Invariant: pss-contact-order
Description: "A contact ends after it starts."
Severity: #error
Expression: "period.where(end <= start).empty()"

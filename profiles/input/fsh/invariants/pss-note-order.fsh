Invariant: pss-note-order
Description: "The service ends after it starts, and is signed after it starts."
Severity: #error
Expression: "context.period.where(end <= start or %resource.date < start).empty()"

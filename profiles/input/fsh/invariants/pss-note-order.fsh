Invariant: pss-note-order
Description: "The service ends after it starts, and is signed after it starts."
Severity: #error
Expression: "context.period.start.empty() or ((context.period.end.empty() or context.period.start < context.period.end) and (date < context.period.start).not())"

Invariant: pss-incident-order
Description: "An incident is detected after it happened, and written down after it was detected."
Severity: #error
Expression: "detected.where($this < %resource.date).empty()"

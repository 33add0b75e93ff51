Invariant: pss-contact-times
Description: "A finished contact has its true start and end; billed minutes run from one to the other."
Severity: #warning
Expression: "status = 'finished' implies (period.start.exists() and period.end.exists())"

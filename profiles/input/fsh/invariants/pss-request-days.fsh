Invariant: pss-request-days
Description: "Units are asked for over days that begin and end."
Severity: #error
Expression: "item.serviced.ofType(Period).all(start.exists() and end.exists())"

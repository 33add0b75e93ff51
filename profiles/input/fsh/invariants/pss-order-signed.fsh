Invariant: pss-order-signed
Description: "An active order shows who signed it and when."
Severity: #warning
Expression: "status = 'active' implies (authoredOn.exists() and requester.exists())"

Invariant: pss-provenance-moment
Description: "It is recorded as of the signature."
Severity: #error
Expression: "recorded = signature.when"

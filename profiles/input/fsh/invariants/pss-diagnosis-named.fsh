Invariant: pss-diagnosis-named
Description: "A diagnosis has a code or words."
Severity: #error
Expression: "code.text.exists() or code.coding.code.exists()"

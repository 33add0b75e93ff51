Invariant: pss-modifier-form
Description: "A billing modifier is two capital letters or digits, as HCPCS and CPT write them."
Severity: #error
Expression: "$this.matches('^[A-Z0-9]{2}$')"

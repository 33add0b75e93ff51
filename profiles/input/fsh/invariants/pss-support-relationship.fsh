Invariant: pss-support-relationship
Description: "What a natural support is to the person is said by a code or in words."
Severity: #error
Expression: "relationship.all(coding.code.exists() or text.exists())"

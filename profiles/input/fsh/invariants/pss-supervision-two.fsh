Invariant: pss-supervision-two
Description: "Nobody supervises himself or herself."
Severity: #error
Expression: "author.reference != subject.reference"

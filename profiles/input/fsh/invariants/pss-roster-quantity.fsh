Invariant: pss-roster-quantity
Description: "The quantity of a roster that names its members is their number."
Severity: #error
Expression: "(quantity.exists() and member.exists()) implies quantity = member.count()"

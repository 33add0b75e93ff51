Invariant: pss-barc-sum
Description: "The total is the sum of the items."
Severity: #error
Expression: "component.empty() or value.empty() or component.value.ofType(integer).aggregate($this + $total, 0) = value.ofType(integer)"

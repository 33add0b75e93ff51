Invariant: pss-request-units
Description: "Units are asked for whole, and at least one."
Severity: #error
Expression: "item.quantity.value.all($this >= 1 and $this = $this.truncate())"

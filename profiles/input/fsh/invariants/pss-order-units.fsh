Invariant: pss-order-units
Description: "Units are ordered whole and not negative."
Severity: #error
Expression: "quantity.ofType(Quantity).value.all($this >= 0 and $this = $this.truncate())"

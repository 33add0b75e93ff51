Invariant: pss-barc-range
Description: "Items are from 1 to 6, the total from 10 to 60 (Vilsaint et al., 2017)."
Severity: #error
Expression: "component.value.ofType(integer).all($this >= 1 and $this <= 6) and value.ofType(integer).all($this >= 10 and $this <= 60)"

Invariant: pss-barc-items
Description: "Each item is answered once, and a total needs all ten."
Severity: #error
Expression: "component.code.coding.code.isDistinct() and (value.exists() implies (component.empty() or component.count() = 10))"

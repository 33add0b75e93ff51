Invariant: pss-referral-intent
Description: "A referral proposes, plans or orders; it is no order of units (that is the service order)."
Severity: #error
Expression: "(intent = 'proposal' or intent = 'plan' or intent = 'order') and quantity.empty()"

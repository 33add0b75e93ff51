Invariant: pss-consent-recipient
Description: "Somebody is named as recipient."
Severity: #error
Expression: "provision.actor.exists(role.coding.exists(code = 'IRCP') and reference.exists())"

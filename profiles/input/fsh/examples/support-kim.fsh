Instance: support-kim
InstanceOf: PssNaturalSupport
Usage: #example
Title: "Ana's sister"
Description: "Ana's sister."
* insert Synthetic
* active = true
* patient = Reference(client-ana)
* relationship = $role-code#SIB "sibling"
* relationship.text = "My big sister"
* name.family = "HTEST"
* name.given = "Kim"
* telecom.system = #phone
* telecom.value = "+1 919 555 0100"

Instance: preference-mornings
InstanceOf: PssCharacteristic
Usage: #example
Title: "A preference: mornings"
Description: "A preference: mornings."
* insert Synthetic
* status = #final
* category[us-core] = $observation-category#social-history
* code = PssObservationCS#preference "Preference"
* subject = Reference(client-ana)
* performer = Reference(client-ana)
* valueString = "Meet in the morning, and not on Mondays"

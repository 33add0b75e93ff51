Extension: PssModifier
Id: pss-modifier
Title: "Billing modifier"
Description: "A billing modifier of the contact, in order."
Context: Encounter
* value[x] 1..1
* value[x] only code
* valueCode obeys pss-modifier-form

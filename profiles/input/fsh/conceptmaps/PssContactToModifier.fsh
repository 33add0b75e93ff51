Instance: pss-contact-to-modifier
InstanceOf: ConceptMap
Usage: #definition
Title: "Contact to billing modifier"
Description: "Modality and kind of a contact as HCPCS modifiers, as North Carolina payers name them: HQ group, GT live video, KX audio only. Which of them a payer asks for is a matter of its policy and its date."
* url = "https://pss-fhir.org/fhir/ConceptMap/pss-contact-to-modifier"
* version = "0.1.0"
* name = "PssContactToModifier"
* title = "Contact to billing modifier"
* status = #active
* experimental = false
* date = "2026-11-23"
* publisher = "The pss-fhir maintainers"
* description = "Modality and kind of a contact as HCPCS modifiers, as North Carolina payers name them: HQ group, GT live video, KX audio only. Which of them a payer asks for is a matter of its policy and its date."
* sourceCanonical = Canonical(PssModalityVS)
* targetCanonical = Canonical(PssBillingCodeVS)
* group[+].source = "https://pss-fhir.org/fhir/CodeSystem/pss-modality"
* group[=].target = $hcpcs
* group[=].element[+]
  * code = #telehealth
  * display = "Telehealth"
  * target
    * code = #GT
    * display = "Via interactive audio and video telecommunication systems"
    * equivalence = #equivalent
* group[=].element[+]
  * code = #telephone
  * display = "Telephone"
  * target
    * code = #KX
    * display = "Requirements specified in the medical policy have been met"
    * equivalence = #wider
    * comment = "KX says that a policy's conditions are met; for peer support by telephone it marks audio only."
* group[=].element[+]
  * code = #in-person
  * display = "In person"
  * target
    * equivalence = #unmatched
    * comment = "No modifier says this."
* group[=].element[+]
  * code = #text-message
  * display = "Text message"
  * target
    * equivalence = #unmatched
    * comment = "No modifier says this."
* group[=].element[+]
  * code = #email
  * display = "E-mail"
  * target
    * equivalence = #unmatched
    * comment = "No modifier says this."
* group[+].source = "https://pss-fhir.org/fhir/CodeSystem/pss-contact-kind"
* group[=].target = $hcpcs
* group[=].element[+]
  * code = #group
  * display = "Group"
  * target
    * code = #HQ
    * display = "Group setting"
    * equivalence = #equivalent

Profile: PssContact
Parent: $us-core-encounter
Id: pss-contact
Title: "Contact"
Description: "One person's contact with one specialist. The first type says how they met (SNOMED CT, as US Core asks, and the project's code), another the billed service, another the kind of contact. H0038 is not in US Core's value set of types, so that it stands as a type of its own."
* extension contains
    PssModifier named modifier 0..* MS and
    PssGroupSize named groupSize 0..1 MS and
    PssRemote named remote 0..1 MS
* class from PssContactClassVS (required)
* serviceType 1..1 MS
* serviceType = $service-type#435
* basedOn only Reference(ServiceRequest)
* basedOn MS
* period MS
* location MS
* obeys pss-contact-kind and pss-contact-modality and pss-contact-times and pss-contact-order and pss-contact-clock and pss-contact-specialist and pss-contact-virtual and pss-group-modifier

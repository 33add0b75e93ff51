Instance: directive-ana
InstanceOf: PssAdvanceDirective
Usage: #example
Title: "A psychiatric advance directive at an address"
Description: "A psychiatric advance directive, and the address at which it is kept."
* insert Synthetic
* status = #current
* type = $loinc#104144-1
* category[uscore] = $document-category#clinical-note
* category[1] = $loinc#42348-3
* subject = Reference(client-ana)
* author = Reference(specialist-bea)
* content.attachment.url = "https://registry.example/directives/HTEST-1"
* content.attachment.title = "Psychiatric advance directive"
* content.attachment.creation = "2026-05-02T10:00:00-04:00"

Instance: directive-ben
InstanceOf: PssAdvanceDirective
Usage: #example
Title: "An advance directive that lies at home"
Description: "An advance directive, and in words where it lies."
* insert Synthetic
* status = #current
* type = $loinc#42348-3
* category[uscore] = $document-category#clinical-note
* subject = Reference(client-ben)
* content.attachment.contentType = #text/plain;charset=utf-8
* content.attachment.data = "SW4gdGhlIGtpdGNoZW4gZHJhd2Vy"

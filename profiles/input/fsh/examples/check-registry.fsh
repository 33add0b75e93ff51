Instance: check-registry
InstanceOf: PssBackgroundCheck
Usage: #example
Title: "A check of Carl"
Description: "A check of Carl."
* insert Synthetic
* extension[check].extension[kind].valueCode = #hcpr
* extension[check].extension[requestedOn].valueDate = "2026-06-15"
* target = Reference(specialist-carl)
* need = $need#initial
* status = #in-process
* validationType = $validation-type#primary
* validationProcess = $validation-process#primary
* failureAction = $failure-action#fatal
* primarySource.type = $primary-source-type#auth-source

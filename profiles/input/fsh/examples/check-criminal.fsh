Instance: check-criminal
InstanceOf: PssBackgroundCheck
Usage: #example
Title: "A check of Bea"
Description: "A check of Bea."
* insert Synthetic
* extension[check].extension[kind].valueCode = #criminal
* extension[check].extension[requestedOn].valueDate = "2026-06-15"
* extension[check].extension[result].valueString = "clear"
* statusDate = "2026-06-20"
* lastPerformed = "2026-06-20"
* target = Reference(specialist-bea)
* need = $need#initial
* status = #validated
* validationType = $validation-type#primary
* validationProcess = $validation-process#primary
* failureAction = $failure-action#fatal
* primarySource.type = $primary-source-type#auth-source

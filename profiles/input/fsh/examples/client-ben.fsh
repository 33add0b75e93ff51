Instance: client-ben
InstanceOf: PssClient
Usage: #example
Title: "Ben, a client whose record number is not known here"
Description: "Ben, a client whose record number is not known here."
* insert Synthetic
* identifier.system.extension.url = $data-absent-reason
* identifier.system.extension.valueCode = #unknown
* identifier.value.extension.url = $data-absent-reason
* identifier.value.extension.valueCode = #unknown
* name.family = "HTEST"
* name.given = "Ben"
* gender = #unknown
* deceasedBoolean = false

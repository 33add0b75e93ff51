Extension: PssOrdererCredential
Id: pss-orderer-credential
Title: "The ordering clinician's credential"
Description: "The ordering clinician's credential as printed on the order (LCSW)."
Context: ServiceRequest
* value[x] 1..1
* value[x] only string

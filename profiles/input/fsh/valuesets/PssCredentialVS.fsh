ValueSet: PssCredentialVS
Id: pss-credential-vs
Title: "Credentials"
Description: "What a credential of a specialist says."
* include codes from system PssCredentialCS

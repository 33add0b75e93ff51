Extension: PssCosignature
Id: pss-cosignature
Title: "The supervisor's signature"
Description: "The signature of who signed after the author, as printed; who that is stands in DocumentReference.authenticator."
Context: DocumentReference
* extension contains
    name 1..1 and
    credential 0..1 and
    signedAt 1..1
* extension[name].value[x] 1..1
* extension[name].value[x] only string
* extension[credential].value[x] 1..1
* extension[credential].value[x] only string
* extension[signedAt].value[x] 1..1
* extension[signedAt].value[x] only instant

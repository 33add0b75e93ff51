Extension: PssSignature
Id: pss-signature
Title: "The author's signature"
Description: "The author's signature as printed; who signed stands in DocumentReference.author."
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

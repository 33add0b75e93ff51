ValueSet: PssPlaceVS
Id: pss-place-vs
Title: "Places of a contact"
Description: "Where the person was when the service was given."
* include codes from system PssPlaceCS

Instance: place-home
InstanceOf: Location
Usage: #inline
Title: "Home"
Description: "The place of a contact, contained in it."
* type.coding[0] = PssPlaceCS#home "Home"
* type.coding[1] = $pos#12 "Home"

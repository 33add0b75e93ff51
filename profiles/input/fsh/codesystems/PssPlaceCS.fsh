CodeSystem: PssPlaceCS
Id: pss-place
Title: "Places of a contact"
Description: "Where the person was when the service was given."
* insert OwnCodes
* #home "Home"
* #community "Community"
* #office "Office"
* #emergency-department "Emergency department"
* #shelter "Shelter"
* #court "Court"
* #street "Street"
* #work-site "Work site"
* #group-home "Group home"
* #temporary-lodging "Temporary lodging"
* #inpatient "Hospital (inpatient)"
* #jail "Jail"
* #staff-residence "Staff member's residence"
* #other "Other place"

Instance: pss-place-to-place-of-service
InstanceOf: ConceptMap
Usage: #definition
Title: "Place to place of service"
Description: "The project's places as CMS place of service codes; what CMS has no code for is 99, Other Place of Service."
* url = "https://pss-fhir.org/fhir/ConceptMap/pss-place-to-place-of-service"
* version = "0.1.0"
* name = "PssPlaceToPlaceOfService"
* title = "Place to place of service"
* status = #active
* experimental = false
* date = "2026-11-23"
* publisher = "The pss-fhir maintainers"
* description = "The project's places as CMS place of service codes; what CMS has no code for is 99, Other Place of Service."
* sourceCanonical = Canonical(PssPlaceVS)
* targetUri = "https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set"
* group.source = "https://pss-fhir.org/fhir/CodeSystem/pss-place"
* group.target = $pos
* group.element[+]
  * code = #home
  * display = "Home"
  * target
    * code = #12
    * display = "Home"
    * equivalence = #equivalent
* group.element[+]
  * code = #community
  * display = "Community"
  * target
    * code = #99
    * display = "Other Place of Service"
    * equivalence = #wider
* group.element[+]
  * code = #office
  * display = "Office"
  * target
    * code = #11
    * display = "Office"
    * equivalence = #equivalent
* group.element[+]
  * code = #emergency-department
  * display = "Emergency department"
  * target
    * code = #23
    * display = "Emergency Room – Hospital"
    * equivalence = #equivalent
* group.element[+]
  * code = #shelter
  * display = "Shelter"
  * target
    * code = #04
    * display = "Homeless Shelter"
    * equivalence = #equivalent
* group.element[+]
  * code = #court
  * display = "Court"
  * target
    * code = #99
    * display = "Other Place of Service"
    * equivalence = #wider
* group.element[+]
  * code = #street
  * display = "Street"
  * target
    * code = #27
    * display = "Outreach Site/ Street"
    * equivalence = #equivalent
* group.element[+]
  * code = #work-site
  * display = "Work site"
  * target
    * code = #18
    * display = "Worksite"
    * equivalence = #equivalent
* group.element[+]
  * code = #group-home
  * display = "Group home"
  * target
    * code = #14
    * display = "Group Home"
    * equivalence = #equivalent
* group.element[+]
  * code = #temporary-lodging
  * display = "Temporary lodging"
  * target
    * code = #16
    * display = "Temporary Lodging"
    * equivalence = #equivalent
* group.element[+]
  * code = #inpatient
  * display = "Hospital (inpatient)"
  * target
    * code = #21
    * display = "Inpatient Hospital"
    * equivalence = #equivalent
* group.element[+]
  * code = #jail
  * display = "Jail"
  * target
    * code = #09
    * display = "Prison/ Correctional Facility"
    * equivalence = #equivalent
* group.element[+]
  * code = #staff-residence
  * display = "Staff member's residence"
  * target
    * code = #99
    * display = "Other Place of Service"
    * equivalence = #wider
* group.element[+]
  * code = #other
  * display = "Other place"
  * target
    * code = #99
    * display = "Other Place of Service"
    * equivalence = #equivalent

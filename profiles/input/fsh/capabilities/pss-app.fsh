Instance: pss-app
InstanceOf: CapabilityStatement
Usage: #definition
Title: "The SMART app as a client"
Description: "What the app asks of an EHR. What a server does not offer is told to the specialist; notes are then filed by the next rung of the ladder, down to copying by hand."
* url = "https://pss-fhir.org/fhir/CapabilityStatement/pss-app"
* version = "0.1.0"
* name = "PssApp"
* title = "The SMART app as a client"
* status = #active
* experimental = false
* date = "2026-11-23"
* publisher = "The pss-fhir maintainers"
* description = "What the app asks of an EHR."
* kind = #requirements
* fhirVersion = #4.0.1
* format = #application/fhir+json
* implementationGuide = "https://pss-fhir.org/fhir/ImplementationGuide/org.pss-fhir.guide"
* rest.mode = #client
* rest.security.service = http://terminology.hl7.org/CodeSystem/restful-security-service#SMART-on-FHIR
* rest.security.description = "SMART App Launch 2.2 from the EHR, with PKCE; SMART 1 scopes where the server offers no others."
* rest.resource[+].type = #Patient
* rest.resource[=].supportedProfile = Canonical(PssClient)
* rest.resource[=] insert Reads
* rest.resource[+].type = #Practitioner
* rest.resource[=].supportedProfile = Canonical(PssSpecialist)
* rest.resource[=] insert Reads
* rest.resource[+].type = #CarePlan
* rest.resource[=].supportedProfile = Canonical(PssPlan)
* rest.resource[=] insert Searches
* rest.resource[+].type = #Goal
* rest.resource[=].supportedProfile = Canonical(PssGoal)
* rest.resource[=] insert Searches
* rest.resource[+].type = #ServiceRequest
* rest.resource[=].supportedProfile = Canonical(PssServiceOrder)
* rest.resource[=] insert Searches
* rest.resource[+].type = #Claim
* rest.resource[=].supportedProfile = Canonical(PssAuthorizationRequest)
* rest.resource[=] insert Searches
* rest.resource[=] insert ByUse
* rest.resource[+].type = #ClaimResponse
* rest.resource[=].supportedProfile = Canonical(PssAuthorization)
* rest.resource[=] insert Searches
* rest.resource[=] insert ByUse
* rest.resource[+].type = #ExplanationOfBenefit
* rest.resource[=] insert Searches
* rest.resource[+].type = #Coverage
* rest.resource[=].supportedProfile = Canonical(PssCoverage)
* rest.resource[=] insert Searches
* rest.resource[+].type = #Encounter
* rest.resource[=].supportedProfile = Canonical(PssContact)
* rest.resource[=] insert Searches
* rest.resource[=] insert ByDate
* rest.resource[+].type = #DocumentReference
* rest.resource[=].supportedProfile[0] = Canonical(PssServiceNote)
* rest.resource[=].supportedProfile[1] = Canonical(PssAddendum)
* rest.resource[=] insert Reads
* rest.resource[=] insert Searches
* rest.resource[=] insert ByDate
* rest.resource[=] insert Files
* rest.resource[+].type = #QuestionnaireResponse
* rest.resource[=].supportedProfile[0] = Canonical(PssServiceNoteResponse)
* rest.resource[=].supportedProfile[1] = Canonical(PssSafetyPlan)
* rest.resource[=] insert Reads
* rest.resource[=] insert Searches
* rest.resource[=] insert Files

"""Code system URIs, as the standards publish them.

HCPCS has two in official artifacts: HL7 Terminology prefers ``http://``, US Core 6.1.0 to 8.0.0 binds
``https://``. The first is what is written; :func:`same_system` takes both, as it takes the two
spellings of any other system.
"""

from __future__ import annotations

from functools import lru_cache

SNOMED = "http://snomed.info/sct"
LOINC = "http://loinc.org"
HCPCS = "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"
CPT = "http://www.ama-assn.org/go/cpt"
NUCC = "http://nucc.org/provider-taxonomy"
PLACE_OF_SERVICE = "https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set"
ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
ACT_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"
SERVICE_TYPE = "http://terminology.hl7.org/CodeSystem/service-type"
IDENTIFIER_TYPE = "http://terminology.hl7.org/CodeSystem/v2-0203"
DEGREE = "http://terminology.hl7.org/CodeSystem/v2-0360"
FACET_CREDENTIAL = "http://hl7.org/fhir/us/ndh/CodeSystem/FaCeT-credentialCS"
GOAL_ACHIEVEMENT = "http://terminology.hl7.org/CodeSystem/goal-achievement"
CLAIM_TYPE = "http://terminology.hl7.org/CodeSystem/claim-type"
ADJUDICATION = "http://terminology.hl7.org/CodeSystem/adjudication"
SUBSCRIBER_RELATIONSHIP = "http://terminology.hl7.org/CodeSystem/subscriber-relationship"
PROVENANCE_AGENT = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"
US_CORE_PROVENANCE_AGENT = "http://hl7.org/fhir/us/core/CodeSystem/us-core-provenance-participant-type"
US_CORE_CAREPLAN_CATEGORY = "http://hl7.org/fhir/us/core/CodeSystem/careplan-category"
US_CORE_DOCUMENT_CATEGORY = "http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category"
CONTRACT_SIGNER = "http://terminology.hl7.org/CodeSystem/contractsignertypecodes"
DOCUMENT_FORMAT = "http://ihe.net/fhir/ihe.formatcode.fhir/CodeSystem/formatcode"
PDEX_ADJUDICATION = "http://hl7.org/fhir/us/davinci-pdex/CodeSystem/PDexAdjudicationDiscriminator"
X12_REVIEW_ACTION = "https://codesystem.x12.org/005010/306"
OBSERVATION_CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
ELTSS_OBSERVATION = "http://hl7.org/fhir/us/eltss/CodeSystem/eltss-observation-codes-temporary"
ROLE_CODE = "http://terminology.hl7.org/CodeSystem/v3-RoleCode"
ICD_10_CM = "http://hl7.org/fhir/sid/icd-10-cm"
CONDITION_CATEGORY = "http://terminology.hl7.org/CodeSystem/condition-category"
CONDITION_CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
CONDITION_VERIFICATION = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
EVENT_OUTCOME = "http://terminology.hl7.org/CodeSystem/adverse-event-outcome"
CONSENT_SCOPE = "http://terminology.hl7.org/CodeSystem/consentscope"
PROCESS_PRIORITY = "http://terminology.hl7.org/CodeSystem/processpriority"
DICOM = "http://dicom.nema.org/resources/ontology/DCM"
RESTFUL_INTERACTION = "http://hl7.org/fhir/restful-interaction"
DATA_OPERATION = "http://terminology.hl7.org/CodeSystem/v3-DataOperation"
RECORD_LIFECYCLE = "http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle"
AUDIT_EVENT_TYPE = "http://terminology.hl7.org/CodeSystem/audit-event-type"
AUDIT_ENTITY_TYPE = "http://terminology.hl7.org/CodeSystem/audit-entity-type"
OBJECT_ROLE = "http://terminology.hl7.org/CodeSystem/object-role"
X12_REQUEST_TYPE = "https://codesystem.x12.org/005010/1525"
X12_CERTIFICATION_TYPE = "https://codesystem.x12.org/005010/1322"
X12_SERVICE_TYPE = "https://codesystem.x12.org/005010/1365"
X12_REPORT_TYPE = "https://codesystem.x12.org/005010/755"
VERIFICATION_NEED = "http://terminology.hl7.org/CodeSystem/need"
VALIDATION_TYPE = "http://terminology.hl7.org/CodeSystem/validation-type"
VALIDATION_PROCESS = "http://terminology.hl7.org/CodeSystem/validation-process"
FAILURE_ACTION = "http://terminology.hl7.org/CodeSystem/failure-action"
PRIMARY_SOURCE_TYPE = "http://terminology.hl7.org/CodeSystem/primary-source-type"
VALIDATION_STATUS = "http://terminology.hl7.org/CodeSystem/validation-status"
VERIFICATION_METHOD = "http://terminology.hl7.org/CodeSystem/verificationresult-communication-method"
UCUM = "http://unitsofmeasure.org"

NPI = "http://hl7.org/fhir/sid/us-npi"
URI = "urn:ietf:rfc:3986"
"""The identifier system of values that are URIs themselves (``urn:uuid:...``)."""


def same_system(one: str | None, other: str | None) -> bool:
    """Whether two code system URIs name one system; ``http`` and ``https`` are taken as equal."""
    if one == other:
        return one is not None
    return one is not None and other is not None and _without_scheme(one) == _without_scheme(other)


@lru_cache(maxsize=1024)
def _without_scheme(uri: str) -> str:
    return uri.removeprefix("https://").removeprefix("http://")

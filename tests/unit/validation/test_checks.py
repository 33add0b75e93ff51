"""Every check: the smallest resource that breaks it, and the same resource whole."""

from __future__ import annotations

from typing import Any

import pytest

from pss_fhir.issues import Severity, code_book
from pss_fhir.validation import Validator

Json = dict[str, Any]
XHTML = 'xmlns="http://www.w3.org/1999/xhtml"'
CORE = "http://hl7.org/fhir/StructureDefinition/"
US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition/"
UNKNOWN_EXTENSION = {"url": "http://example.org/unheard-of", "valueString": "x"}


def patient(**members: Any) -> Json:
    return {"resourceType": "Patient", "id": "htest", **members}


def observation(**members: Any) -> Json:
    return {"resourceType": "Observation", "status": "final", "code": {"text": "weight"}, **members}


def us_core_observation(**members: Any) -> Json:
    return observation(
        **{
            "meta": {"profile": [f"{US_CORE}us-core-observation-lab"]},
            "category": [lab_category()],
            "subject": {"reference": "Patient/htest"},
            "dataAbsentReason": {"text": "not asked"},
            **members,
        }
    )


def lab_category() -> Json:
    system = "http://terminology.hl7.org/CodeSystem/observation-category"
    return {"coding": [{"system": system, "code": "laboratory"}]}


def bundle(kind: str, *entries: Json) -> Json:
    return {"resourceType": "Bundle", "type": kind, "entry": list(entries)}


def narrative(div: str) -> Json:
    return patient(text={"status": "generated", "div": div})


def blood_pressure(*codes: str) -> Json:
    components = [
        {
            "code": {"coding": [{"system": "http://loinc.org", "code": code}]},
            "valueQuantity": {
                "value": 1,
                "unit": "mmHg",
                "system": "http://unitsofmeasure.org",
                "code": "mm[Hg]",
            },
        }
        for code in codes
    ]
    return {
        "resourceType": "Observation",
        "meta": {"profile": [f"{US_CORE}us-core-blood-pressure"]},
        "status": "final",
        "category": [
            {
                "coding": [
                    {
                        "system": "http://terminology.hl7.org/CodeSystem/observation-category",
                        "code": "vital-signs",
                    }
                ]
            }
        ],
        "code": {"coding": [{"system": "http://loinc.org", "code": "85354-9"}]},
        "subject": {"reference": "Patient/htest"},
        "effectiveDateTime": "2026-03-02",
        "component": components,
    }


def hdl(**members: Any) -> Json:
    return {
        "resourceType": "Observation",
        "meta": {"profile": [f"{CORE}hdlcholesterol"]},
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "2085-9", "display": "HDL Cholesterol"}]},
        "subject": {"reference": "Patient/htest"},
        "valueQuantity": {
            "value": 1,
            "unit": "mmol/L",
            "system": "http://unitsofmeasure.org",
            "code": "mmol/L",
        },
        **members,
    }


RACE = f"{US_CORE}us-core-race"


def race(*extensions: Json) -> Json:
    return patient(extension=[{"url": RACE, "extension": list(extensions)}])


def questionnaire(*items: Json) -> Json:
    return {"resourceType": "Questionnaire", "id": "q", "status": "active", "item": list(items)}


def response(*items: Json, asked: Json, status: str = "completed") -> Json:
    return {
        "resourceType": "QuestionnaireResponse",
        "contained": [asked],
        "questionnaire": "#q",
        "status": status,
        "item": list(items),
    }


def answered(link: str, **answer: Any) -> Json:
    return {"linkId": link, "answer": [answer]}


LOW = {"value": 1.5}
NAME = {"linkId": "1", "type": "string"}
QUANTITY = {"value": 70, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"}

CASES: list[tuple[str, str, str, Json, Json]] = [
    # code, path, part of the message, broken, whole
    (
        "unknown-element",
        "Patient.nam",
        "perhaps to name",
        patient(nam="x"),
        patient(name=[{"text": "HTEST"}]),
    ),
    (
        "cardinality-min",
        "Observation.status",
        "at least 1",
        {"resourceType": "Observation", "code": {"text": "x"}},
        observation(),
    ),
    (
        "cardinality-max",
        "Observation.referenceRange",
        "at most 1",
        hdl(referenceRange=[{"low": LOW}, {"low": LOW}]),
        hdl(referenceRange=[{"low": LOW}]),
    ),
    (
        "not-allowed",
        "Observation.referenceRange[0].low.comparator",
        "SimpleQuantity|4.0.1 does not allow it",
        observation(referenceRange=[{"low": {"value": 1, "comparator": "<"}}]),
        observation(referenceRange=[{"low": {"value": 1}}]),
    ),
    ("type-wrong", "Patient.active", "true or false", patient(active="true"), patient(active=True)),
    (
        "type-wrong",
        "Patient.name[0]",
        "needs an object",
        patient(name=["x"]),
        patient(name=[{"text": "HTEST"}]),
    ),
    (
        "type-not-allowed",
        "Patient.deceased",
        "boolean, dateTime",
        patient(deceasedString="no"),
        patient(deceasedBoolean=False),
    ),
    (
        "choice-many",
        "Patient.deceased",
        "deceasedBoolean, deceasedDateTime",
        patient(deceasedBoolean=True, deceasedDateTime="2026-01-01"),
        patient(deceasedBoolean=True),
    ),
    (
        "array-missing",
        "Patient.name",
        "Put it in brackets",
        patient(name={"text": "HTEST"}),
        patient(name=[{"text": "HTEST"}]),
    ),
    (
        "array-unexpected",
        "Patient.gender",
        "Remove the brackets",
        patient(gender=["female"]),
        patient(gender="female"),
    ),
    ("array-empty", "Patient.name", "no empty arrays", patient(name=[]), patient()),
    ("object-empty", "Patient.name[0]", "ele-1", patient(name=[{}]), patient(name=[{"text": "HTEST"}])),
    (
        "object-empty",
        "Patient.name[0]",
        "ele-1",
        patient(name=[{"id": "a"}]),
        patient(name=[{"id": "a", "text": "HTEST"}]),
    ),
    ("null", "Patient.gender", "Leave the element out", patient(gender=None), patient(gender="male")),
    (
        "null",
        "Patient.name[0].given[1]",
        "Leave the element out",
        patient(name=[{"given": ["HTEST", None]}]),
        patient(
            name=[
                {
                    "given": ["HTEST", None],
                    "_given": [
                        None,
                        {"extension": [{"url": f"{CORE}data-absent-reason", "valueCode": "unknown"}]},
                    ],
                }
            ]
        ),
    ),
    (
        "sibling-length",
        "Patient.name[0].given",
        "2 values and 1",
        patient(name=[{"given": ["HTEST", "B"], "_given": [{"id": "a"}]}]),
        patient(name=[{"given": ["HTEST", "B"], "_given": [{"id": "a"}, None]}]),
    ),
    (
        "string-empty",
        "Patient.name[0].family",
        "at least one character",
        patient(name=[{"family": ""}]),
        patient(name=[{"family": "HTEST"}]),
    ),
    (
        "string-control",
        "Patient.name[0].family",
        "control character",
        patient(name=[{"family": "HT\u0000EST"}]),
        patient(name=[{"family": "HT\tEST"}]),
    ),
    (
        "string-too-long",
        "Patient.name[0].family",
        "1048576",
        patient(name=[{"family": "H" * 1_048_577}]),
        patient(name=[{"family": "H" * 1_048_576}]),
    ),
    ("primitive-format", "Patient.id", "1 to 64 letters", patient(id="a_b"), patient(id="a-b")),
    (
        "primitive-format",
        "Patient.multipleBirth",
        "-2147483648 to 2147483647",
        patient(multipleBirthInteger=2**31),
        patient(multipleBirthInteger=2),
    ),
    (
        "primitive-format",
        "Patient.photo[0].data",
        "base64",
        patient(photo=[{"contentType": "image/png", "data": "a"}]),
        patient(photo=[{"contentType": "image/png", "data": "YWJj"}]),
    ),
    (
        "primitive-format",
        "Patient.photo[0].data",
        "base64 with its padding",
        patient(photo=[{"contentType": "image/png", "data": "YWJj="}]),
        patient(photo=[{"contentType": "image/png", "data": "YWJj YQ=="}]),
    ),
    (
        "primitive-format",
        "Patient.implicitRules",
        "no white space",
        patient(implicitRules="a b"),
        patient(implicitRules="urn:a"),
    ),
    (
        "date-not-real",
        "Patient.birthDate",
        "a day of the calendar",
        patient(birthDate="2023-02-29"),
        patient(birthDate="2024-02-29"),
    ),
    (
        "date-not-real",
        "Patient.birthDate",
        "a day of the calendar",
        patient(birthDate="1900-02-29"),
        patient(birthDate="2000-02-29"),
    ),
    (
        "time-zone-missing",
        "Observation.effective",
        "Add Z or an offset",
        observation(effectiveDateTime="2026-03-02T10:00:00"),
        observation(effectiveDateTime="2026-03-02T10:00:00-05:00"),
    ),
    (
        "binding-required",
        "Patient.gender",
        "female, male, other, unknown",
        patient(gender="x"),
        patient(gender="other"),
    ),
    (
        "binding-no-code",
        "Condition.clinicalStatus",
        "Add a coding",
        {
            "resourceType": "Condition",
            "clinicalStatus": {"text": "going on"},
            "subject": {"reference": "Patient/a"},
        },
        {
            "resourceType": "Condition",
            "subject": {"reference": "Patient/a"},
            "clinicalStatus": {
                "coding": [
                    {"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}
                ]
            },
        },
    ),
    (
        "binding-extensible",
        "Patient.maritalStatus",
        "Use one of its codes if any fits",
        patient(
            maritalStatus={
                "coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-MaritalStatus", "code": "Z"}]
            }
        ),
        patient(
            maritalStatus={
                "coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-MaritalStatus", "code": "M"}]
            }
        ),
    ),
    (
        "display",
        "Patient.maritalStatus.coding[0].display",
        'calls it "Married"',
        patient(
            maritalStatus={
                "coding": [
                    {
                        "system": "http://terminology.hl7.org/CodeSystem/v3-MaritalStatus",
                        "code": "M",
                        "display": "Single",
                    }
                ]
            }
        ),
        patient(
            maritalStatus={
                "coding": [
                    {
                        "system": "http://terminology.hl7.org/CodeSystem/v3-MaritalStatus",
                        "code": "M",
                        "display": "married",
                    }
                ]
            }
        ),
    ),
    (
        "fixed",
        "Observation.component[0].value.system",
        "unitsofmeasure",
        {
            **blood_pressure("8480-6", "8462-4"),
            "component": [
                {
                    **blood_pressure("8480-6")["component"][0],
                    "valueQuantity": {**QUANTITY, "system": "urn:x", "code": "mm[Hg]"},
                },
                blood_pressure("8462-4")["component"][0],
            ],
        },
        blood_pressure("8480-6", "8462-4"),
    ),
    (
        "pattern",
        "Observation.code",
        "85354-9",
        {**blood_pressure("8480-6", "8462-4"), "code": {"text": "pressure"}},
        blood_pressure("8480-6", "8462-4"),
    ),
    (
        "slice-min",
        "Observation.component",
        "slice diastolic is there 0 times",
        blood_pressure("8480-6"),
        blood_pressure("8480-6", "8462-4"),
    ),
    (
        "slice-min",
        "Observation.category",
        "at least 1",
        us_core_observation(category=[{"text": "lab"}]),
        us_core_observation(),
    ),
    (
        "slice-max",
        "Patient.extension",
        "at most 1",
        patient(
            meta={"profile": [f"{US_CORE}us-core-patient"]},
            identifier=[{"system": "urn:a", "value": "1"}],
            name=[{"family": "HTEST"}],
            gender="other",
            extension=[
                {"url": f"{US_CORE}us-core-birthsex", "valueCode": "F"},
                {"url": f"{US_CORE}us-core-birthsex", "valueCode": "F"},
            ],
        ),
        patient(
            meta={"profile": [f"{US_CORE}us-core-patient"]},
            identifier=[{"system": "urn:a", "value": "1"}],
            name=[{"family": "HTEST"}],
            gender="other",
            extension=[{"url": f"{US_CORE}us-core-birthsex", "valueCode": "F"}],
        ),
    ),
    (
        "extension-unknown",
        "Patient.extension[0]",
        "--package",
        patient(extension=[UNKNOWN_EXTENSION]),
        patient(),
    ),
    (
        "extension-modifier-unknown",
        "Patient.modifierExtension[0]",
        "may not use",
        patient(modifierExtension=[UNKNOWN_EXTENSION]),
        patient(),
    ),
    (
        "extension-context",
        "Patient.name[0].extension[0]",
        "allows it on Patient",
        patient(
            name=[
                {
                    "text": "HTEST",
                    "extension": [{"url": f"{CORE}patient-interpreterRequired", "valueBoolean": True}],
                }
            ]
        ),
        patient(extension=[{"url": f"{CORE}patient-interpreterRequired", "valueBoolean": True}]),
    ),
    (
        "extension-place",
        "Patient.modifierExtension[0]",
        "entry of extension",
        patient(modifierExtension=[{"url": f"{CORE}patient-interpreterRequired", "valueBoolean": True}]),
        patient(extension=[{"url": f"{CORE}patient-interpreterRequired", "valueBoolean": True}]),
    ),
    (
        "extension-content",
        "Patient.extension[0]",
        "ext-1",
        patient(extension=[{"url": f"{CORE}patient-interpreterRequired"}]),
        patient(extension=[{"url": f"{CORE}patient-interpreterRequired", "valueBoolean": True}]),
    ),
    (
        "type-not-allowed",
        "Patient.extension[0].value",
        "boolean",
        patient(extension=[{"url": f"{CORE}patient-interpreterRequired", "valueString": "yes"}]),
        patient(extension=[{"url": f"{CORE}patient-interpreterRequired", "valueBoolean": True}]),
    ),
    (
        "slice-min",
        "Patient.extension[0].extension",
        "slice text",
        race(),
        race({"url": "text", "valueString": "x"}),
    ),
    (
        "invariant",
        "Patient.contact[0]",
        "[pat-1]",
        patient(contact=[{"gender": "male"}]),
        patient(contact=[{"gender": "male", "name": {"text": "HTEST"}}]),
    ),
    (
        "invariant",
        "Observation",
        "[obs-6]",
        observation(valueString="x", dataAbsentReason={"text": "y"}),
        observation(valueString="x"),
    ),
    (
        "reference-form",
        "Observation.subject.reference",
        "Type/id",
        observation(subject={"reference": "nowhere at all"}),
        observation(subject={"reference": "Patient/a"}),
    ),
    (
        "reference-form",
        "Observation.subject.reference",
        "Type/id",
        observation(subject={"reference": "Unheard/1"}),
        observation(subject={"reference": "http://x/fhir/Patient/1"}),
    ),
    (
        "reference-conditional",
        "Observation.subject.reference",
        "transaction",
        observation(subject={"reference": "Patient?identifier=a"}),
        observation(subject={"reference": "Patient/a"}),
    ),
    (
        "reference-type",
        "Observation.subject.type",
        "a Patient",
        observation(subject={"reference": "Patient/a", "type": "Group"}),
        observation(subject={"reference": "Patient/a", "type": "Patient"}),
    ),
    (
        "reference-target",
        "Observation.subject",
        "Patient, Group",
        observation(subject={"reference": "Binary/1"}),
        observation(subject={"reference": "Group/1"}),
    ),
    (
        "reference-profile",
        "Bundle.entry[0].resource.subject",
        "us-core-patient",
        bundle(
            "collection",
            {
                "fullUrl": "urn:uuid:61ebe359-bfdc-4613-8bf2-c5e300945f0a",
                "resource": us_core_observation(
                    subject={"reference": "urn:uuid:88f151c0-a954-468a-88bd-5ae15c08e059"}
                ),
            },
            {"fullUrl": "urn:uuid:88f151c0-a954-468a-88bd-5ae15c08e059", "resource": patient()},
        ),
        bundle(
            "collection",
            {
                "fullUrl": "urn:uuid:61ebe359-bfdc-4613-8bf2-c5e300945f0a",
                "resource": us_core_observation(
                    subject={"reference": "urn:uuid:88f151c0-a954-468a-88bd-5ae15c08e059"}
                ),
            },
            {
                "fullUrl": "urn:uuid:88f151c0-a954-468a-88bd-5ae15c08e059",
                "resource": patient(
                    identifier=[{"system": "urn:a", "value": "1"}], name=[{"family": "HTEST"}], gender="other"
                ),
            },
        ),
    ),
    (
        "reference-dangling",
        "Bundle.entry[0].resource.subject.reference",
        "fullUrl",
        bundle(
            "collection",
            {"resource": observation(subject={"reference": "urn:uuid:88f151c0-a954-468a-88bd-5ae15c08e059"})},
        ),
        bundle("collection", {"resource": observation(subject={"reference": "Patient/elsewhere"})}),
    ),
    (
        "contained-missing",
        "Observation.subject.reference",
        "ref-1",
        observation(subject={"reference": "#a"}),
        observation(subject={"reference": "#a"}, contained=[{"resourceType": "Patient", "id": "a"}]),
    ),
    (
        "contained-nested",
        "Observation.contained[0].contained",
        "dom-2",
        observation(
            subject={"reference": "#a"},
            contained=[
                {"resourceType": "Patient", "id": "a", "contained": [{"resourceType": "Patient", "id": "b"}]}
            ],
        ),
        observation(subject={"reference": "#a"}, contained=[{"resourceType": "Patient", "id": "a"}]),
    ),
    (
        "contained-unused",
        "Observation.contained[0]",
        "dom-3",
        observation(contained=[{"resourceType": "Patient", "id": "a"}]),
        observation(subject={"reference": "#a"}, contained=[{"resourceType": "Patient", "id": "a"}]),
    ),
    (
        "contained-meta",
        "Observation.contained[0].meta.versionId",
        "dom-4",
        observation(
            subject={"reference": "#a"},
            contained=[{"resourceType": "Patient", "id": "a", "meta": {"versionId": "1"}}],
        ),
        observation(
            subject={"reference": "#a"},
            contained=[{"resourceType": "Patient", "id": "a", "meta": {"source": "urn:a"}}],
        ),
    ),
    (
        "contained-without-id",
        "Observation.contained[0]",
        "Give it one",
        observation(contained=[{"resourceType": "Patient"}]),
        observation(),
    ),
    (
        "id-duplicate",
        "Patient.name[1].id",
        "Change one",
        patient(name=[{"id": "a", "text": "HTEST"}, {"id": "a", "text": "HTEST"}]),
        patient(name=[{"id": "a", "text": "HTEST"}, {"id": "b", "text": "HTEST"}]),
    ),
    ("resource-type-missing", "Resource", "Add it", {"id": "a"}, patient()),
    (
        "resource-type-unknown",
        "Pateint",
        "not the name of an R4 resource",
        {"resourceType": "Pateint"},
        patient(),
    ),
    (
        "profile-type",
        "Patient",
        "is for Observation",
        patient(meta={"profile": [f"{US_CORE}us-core-observation-lab"]}),
        patient(),
    ),
    (
        "narrative",
        "Patient.text.div",
        "<script>",
        narrative(f"<div {XHTML}><script>x</script></div>"),
        narrative(f"<div {XHTML}><p>x</p></div>"),
    ),
    (
        "narrative",
        "Patient.text.div",
        "not closed",
        narrative(f"<div {XHTML}><p>x"),
        narrative(f"<div {XHTML}>x<br/></div>"),
    ),
    (
        "narrative",
        "Patient.text.div",
        "onclick",
        narrative(f'<div {XHTML}><p onclick="x">x</p></div>'),
        narrative(f'<div {XHTML}><p class="x">x</p></div>'),
    ),
    (
        "narrative",
        "Patient.text.div",
        "no text",
        narrative(f"<div {XHTML}> </div>"),
        narrative(f"<div {XHTML}>&#160;x</div>"),
    ),
    (
        "narrative",
        "Patient.text.div",
        "xmlns",
        narrative("<div>x</div>"),
        narrative(f"<div {XHTML}>x &lt; y</div>"),
    ),
    (
        "narrative-link",
        "Patient.text.div",
        "nowhere in the resource",
        narrative(f'<div {XHTML}><a href="#nothing">x</a></div>'),
        {
            **narrative(f'<div {XHTML}><a href="#here">x</a><img src="#a"/><a href="#">y</a></div>'),
            "contained": [{"resourceType": "Organization", "id": "a", "name": "HTEST"}],
            "name": [{"id": "here", "text": "HTEST"}],
            "managingOrganization": {"reference": "#a"},
        },
    ),
    (
        "bundle-full-url",
        "Bundle.entry[0].fullUrl",
        "names a version",
        bundle("collection", {"fullUrl": "http://x/Patient/a/_history/1", "resource": patient(id="a")}),
        bundle("collection", {"fullUrl": "http://x/Patient/a", "resource": patient(id="a")}),
    ),
    (
        "bundle-duplicate",
        "Bundle.entry[1]",
        "same type and id",
        bundle("collection", {"resource": patient()}, {"resource": patient()}),
        bundle("collection", {"resource": patient()}, {"resource": patient(id="b")}),
    ),
    (
        "bundle-request",
        "Bundle.entry[0].request.url",
        "another type",
        bundle("transaction", {"resource": patient(), "request": {"method": "POST", "url": "Observation"}}),
        bundle("transaction", {"resource": patient(), "request": {"method": "POST", "url": "Patient"}}),
    ),
    (
        "bundle-document-incomplete",
        "Bundle.entry[0].resource.subject.reference",
        "Add the entry",
        *(
            {
                "resourceType": "Bundle",
                "type": "document",
                "timestamp": "2026-03-02T10:00:00Z",
                "identifier": {"system": "urn:a", "value": "1"},
                "entry": [
                    {
                        "fullUrl": "http://x/Composition/c",
                        "resource": {
                            "resourceType": "Composition",
                            "id": "c",
                            "status": "final",
                            "type": {"text": "x"},
                            "date": "2026",
                            "title": "x",
                            "subject": {"reference": subject},
                            "author": [{"reference": "Patient/htest"}],
                        },
                    },
                    {"fullUrl": "http://x/Patient/htest", "resource": patient()},
                ],
            }
            for subject in ("Patient/b", "Patient/htest")
        ),
    ),
    (
        "questionnaire-link-unknown",
        "QuestionnaireResponse.item[0].linkId",
        "no item",
        response(answered("9", valueString="x"), asked=questionnaire(NAME)),
        response(answered("1", valueString="x"), asked=questionnaire(NAME)),
    ),
    (
        "questionnaire-order",
        "QuestionnaireResponse.item[1]",
        "order",
        response(
            answered("2", valueString="x"),
            answered("1", valueString="x"),
            asked=questionnaire(NAME, {**NAME, "linkId": "2"}),
        ),
        response(
            answered("1", valueString="x"),
            answered("2", valueString="x"),
            asked=questionnaire(NAME, {**NAME, "linkId": "2"}),
        ),
    ),
    (
        "questionnaire-repeated",
        "QuestionnaireResponse.item[0].answer",
        "question 1",
        response(
            {"linkId": "1", "answer": [{"valueString": "x"}, {"valueString": "y"}]}, asked=questionnaire(NAME)
        ),
        response(
            {"linkId": "1", "answer": [{"valueString": "x"}, {"valueString": "y"}]},
            asked=questionnaire({**NAME, "repeats": True}),
        ),
    ),
    (
        "questionnaire-required",
        "QuestionnaireResponse.item",
        "question 2",
        response(
            answered("1", valueString="x"),
            asked=questionnaire(NAME, {**NAME, "linkId": "2", "required": True}),
        ),
        response(
            answered("1", valueString="x"),
            status="in-progress",
            asked=questionnaire(NAME, {**NAME, "linkId": "2", "required": True}),
        ),
    ),
    (
        "questionnaire-disabled",
        "QuestionnaireResponse.item[1]",
        "enableWhen",
        response(
            answered("1", valueString="x"),
            answered("2", valueString="x"),
            asked=questionnaire(
                NAME,
                {
                    **NAME,
                    "linkId": "2",
                    "enableWhen": [{"question": "1", "operator": "=", "answerString": "y"}],
                },
            ),
        ),
        response(
            answered("1", valueString="y"),
            answered("2", valueString="x"),
            asked=questionnaire(
                NAME,
                {
                    **NAME,
                    "linkId": "2",
                    "enableWhen": [{"question": "1", "operator": "=", "answerString": "y"}],
                },
            ),
        ),
    ),
    (
        "questionnaire-answer-type",
        "QuestionnaireResponse.item[0].answer[0].value",
        "type string",
        response(answered("1", valueInteger=1), asked=questionnaire(NAME)),
        response(answered("1", valueString="1"), asked=questionnaire(NAME)),
    ),
    (
        "questionnaire-option",
        "QuestionnaireResponse.item[0].answer[0].value",
        "question 1",
        response(
            answered("1", valueInteger=3),
            asked=questionnaire({"linkId": "1", "type": "choice", "answerOption": [{"valueInteger": 1}]}),
        ),
        response(
            answered("1", valueInteger=1),
            asked=questionnaire({"linkId": "1", "type": "choice", "answerOption": [{"valueInteger": 1}]}),
        ),
    ),
    (
        "questionnaire-limit",
        "QuestionnaireResponse.item[0].answer[0].value",
        "at most 1",
        response(answered("1", valueString="xx"), asked=questionnaire({**NAME, "maxLength": 1})),
        response(answered("1", valueString="x"), asked=questionnaire({**NAME, "maxLength": 1})),
    ),
]


@pytest.mark.parametrize(
    ("code", "path", "text", "broken", "whole"), CASES, ids=[f"{c[0]}-{n}" for n, c in enumerate(CASES)]
)
def test_check_when_broken_then_names_code_path_and_text(
    validator: Validator, code: str, path: str, text: str, broken: Json, whole: Json
) -> None:
    found = [issue for issue in validator.validate(broken) if issue.code == f"validate.{code}"]

    assert [path] == sorted({issue.path for issue in found if issue.path == path})
    assert any(text in issue.message for issue in found)
    assert all(
        issue.severity is code_book()[issue.code].severity or issue.code == "validate.invariant"
        for issue in found
    )


@pytest.mark.parametrize(
    ("code", "path", "text", "broken", "whole"), CASES, ids=[f"{c[0]}-{n}" for n, c in enumerate(CASES)]
)
def test_check_when_whole_then_silent(
    validator: Validator, code: str, path: str, text: str, broken: Json, whole: Json
) -> None:
    assert [
        str(issue)
        for issue in validator.validate(whole)
        if issue.severity is Severity.ERROR or issue.code.endswith(code)
    ] == []


def test_sibling_when_it_stands_for_the_value_then_cardinality_is_met(validator: Validator) -> None:
    absent = {"extension": [{"url": f"{CORE}data-absent-reason", "valueCode": "unknown"}]}

    assert validator.validate({"resourceType": "Observation", "_status": absent, "code": {"text": "x"}}) == []


def test_choice_when_its_type_is_not_allowed_then_not_said_to_be_missing_too(validator: Validator) -> None:
    extension = {"url": f"{CORE}patient-interpreterRequired", "valueString": "yes"}

    found = validator.validate(patient(extension=[extension]))

    assert [(i.code, i.path) for i in found] == [("validate.type-not-allowed", "Patient.extension[0].value")]


def test_hcpcs_when_written_with_either_scheme_then_one_system(validator: Validator) -> None:
    """US Core binds Procedure.code to the https form; THO and PAS write http."""
    for scheme in ("http", "https"):
        code = {"system": f"{scheme}://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets", "code": "H0038"}
        procedure = {
            "resourceType": "Procedure",
            "meta": {"profile": [f"{US_CORE}us-core-procedure"]},
            "status": "completed",
            "code": {"coding": [code]},
            "subject": {"reference": "Patient/htest"},
            "performedDateTime": "2026-03-02",
        }

        assert validator.validate(procedure) == []

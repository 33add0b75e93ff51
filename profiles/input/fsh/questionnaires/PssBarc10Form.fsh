Instance: pss-barc-10-form
InstanceOf: Questionnaire
Usage: #definition
Title: "Recovery capital (BARC-10)"
Description: "The ten items of the Brief Assessment of Recovery Capital by topic, each from 1 (strongly disagree) to 6 (strongly agree). Read the items out as their authors worded them: Vilsaint et al., Drug and Alcohol Dependence 177 (2017)."
* url = "https://pss-fhir.org/fhir/Questionnaire/pss-barc-10-form"
* version = "0.1.0"
* name = "PssBarc10Form"
* title = "Recovery capital (BARC-10)"
* status = #active
* experimental = false
* date = "2026-11-23"
* publisher = "The pss-fhir maintainers"
* description = "The ten items of the Brief Assessment of Recovery Capital by topic, each from 1 (strongly disagree) to 6 (strongly agree). Read the items out as their authors worded them: Vilsaint et al., Drug and Alcohol Dependence 177 (2017)."
* subjectType = #Patient
* item[+]
  * linkId = "barc-10-1"
  * text = "Other things matter more than using"
  * type = #integer
  * required = true
  * extension[+].url = "http://hl7.org/fhir/StructureDefinition/minValue"
  * extension[=].valueInteger = 1
  * extension[+].url = "http://hl7.org/fhir/StructureDefinition/maxValue"
  * extension[=].valueInteger = 6
* item[+]
  * linkId = "barc-10-2"
  * text = "Happiness with life"
  * type = #integer
  * required = true
  * extension[+].url = "http://hl7.org/fhir/StructureDefinition/minValue"
  * extension[=].valueInteger = 1
  * extension[+].url = "http://hl7.org/fhir/StructureDefinition/maxValue"
  * extension[=].valueInteger = 6
* item[+]
  * linkId = "barc-10-3"
  * text = "Energy for the tasks of life"
  * type = #integer
  * required = true
  * extension[+].url = "http://hl7.org/fhir/StructureDefinition/minValue"
  * extension[=].valueInteger = 1
  * extension[+].url = "http://hl7.org/fhir/StructureDefinition/maxValue"
  * extension[=].valueInteger = 6
* item[+]
  * linkId = "barc-10-4"
  * text = "Pride in community and sense of belonging"
  * type = #integer
  * required = true
  * extension[+].url = "http://hl7.org/fhir/StructureDefinition/minValue"
  * extension[=].valueInteger = 1
  * extension[+].url = "http://hl7.org/fhir/StructureDefinition/maxValue"
  * extension[=].valueInteger = 6
* item[+]
  * linkId = "barc-10-5"
  * text = "Support from friends"
  * type = #integer
  * required = true
  * extension[+].url = "http://hl7.org/fhir/StructureDefinition/minValue"
  * extension[=].valueInteger = 1
  * extension[+].url = "http://hl7.org/fhir/StructureDefinition/maxValue"
  * extension[=].valueInteger = 6
* item[+]
  * linkId = "barc-10-6"
  * text = "Challenge and fulfilment without substances"
  * type = #integer
  * required = true
  * extension[+].url = "http://hl7.org/fhir/StructureDefinition/minValue"
  * extension[=].valueInteger = 1
  * extension[+].url = "http://hl7.org/fhir/StructureDefinition/maxValue"
  * extension[=].valueInteger = 6
* item[+]
  * linkId = "barc-10-7"
  * text = "Living space that helps recovery"
  * type = #integer
  * required = true
  * extension[+].url = "http://hl7.org/fhir/StructureDefinition/minValue"
  * extension[=].valueInteger = 1
  * extension[+].url = "http://hl7.org/fhir/StructureDefinition/maxValue"
  * extension[=].valueInteger = 6
* item[+]
  * linkId = "barc-10-8"
  * text = "Responsibility for my actions"
  * type = #integer
  * required = true
  * extension[+].url = "http://hl7.org/fhir/StructureDefinition/minValue"
  * extension[=].valueInteger = 1
  * extension[+].url = "http://hl7.org/fhir/StructureDefinition/maxValue"
  * extension[=].valueInteger = 6
* item[+]
  * linkId = "barc-10-9"
  * text = "Functioning without being driven by use"
  * type = #integer
  * required = true
  * extension[+].url = "http://hl7.org/fhir/StructureDefinition/minValue"
  * extension[=].valueInteger = 1
  * extension[+].url = "http://hl7.org/fhir/StructureDefinition/maxValue"
  * extension[=].valueInteger = 6
* item[+]
  * linkId = "barc-10-10"
  * text = "Progress on the recovery journey"
  * type = #integer
  * required = true
  * extension[+].url = "http://hl7.org/fhir/StructureDefinition/minValue"
  * extension[=].valueInteger = 1
  * extension[+].url = "http://hl7.org/fhir/StructureDefinition/maxValue"
  * extension[=].valueInteger = 6
* item[+]
  * linkId = "total"
  * text = "Total"
  * type = #integer
  * readOnly = true
  * extension[+].url = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"
  * extension[=].valueExpression.language = #text/fhirpath
  * extension[=].valueExpression.expression = "%resource.item.where(linkId.startsWith('barc-10-')).answer.value.aggregate($this + $total, 0)"

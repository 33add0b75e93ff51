Profile: PssDiagnosis
Parent: $us-core-condition
Id: pss-diagnosis
Title: "Diagnosis"
Description: "A diagnosis as the chart holds it. A specialist passes it on and sets none; eligibility for peer support turns on its ICD-10-CM code."
* meta.security MS
* recordedDate MS
* obeys pss-diagnosis-named and pss-diagnosis-code and pss-diagnosis-label

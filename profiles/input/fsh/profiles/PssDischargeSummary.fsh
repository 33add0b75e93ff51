Profile: PssDischargeSummary
Parent: $us-core-documentreference
Id: pss-discharge-summary
Title: "Discharge summary"
Description: "The signed summary at the end of peer support. The text is what people read; the structured side stands in an extension. It points at the episode that it ends."
* insert SignedDocument
* extension contains PssDischargeContent named content 1..1 MS
* type.coding contains local 1..1 MS
* type.coding[local] = PssNoteTypeCS#peer-support-discharge-summary
* context MS
* context.related MS

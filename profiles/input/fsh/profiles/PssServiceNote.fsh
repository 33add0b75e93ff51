Profile: PssServiceNote
Parent: $us-core-documentreference
Id: pss-service-note
Title: "Service note"
Description: "A signed service note of one contact. The text is what people read; the structured side stands in extensions, so that a note can be read back whole. Written after US Core 9.0.0, Writing Clinical Notes: a stable identifier, the time of the service in context.period, a retraction by entered-in-error."
* insert SignedDocument
* extension contains
    PssNoteContent named content 1..1 MS and
    PssNoteContact named contact 1..1 MS and
    PssGoalProgress named goalProgress 0..* MS and
    PssIntervention named intervention 0..* MS and
    PssCosignature named cosignature 0..1 MS
* type.coding contains local 1..1 MS
* type.coding[local] = PssNoteTypeCS#peer-support-service-note
* authenticator MS
* context MS
* context.encounter MS
* context.period MS
* context.related MS
* obeys pss-note-order and pss-note-goals and pss-note-cosigned

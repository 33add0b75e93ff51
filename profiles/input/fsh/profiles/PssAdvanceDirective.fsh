Profile: PssAdvanceDirective
Parent: $us-core-documentreference
Id: pss-advance-directive
Title: "Advance directive"
Description: "Where the person's advance directive is kept: an address, or words that say where. The directive itself stays there."
* type from PssAdvanceDirectiveTypeVS (required)
* author MS
* content 1..1
* content.attachment.title MS
* content.attachment.creation MS
* obeys pss-directive-place

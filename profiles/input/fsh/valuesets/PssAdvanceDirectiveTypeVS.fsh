ValueSet: PssAdvanceDirectiveTypeVS
Id: pss-advance-directive-type-vs
Title: "Types of advance directive"
Description: "A psychiatric advance directive, or another."
* $loinc#104144-1
* $loinc#42348-3

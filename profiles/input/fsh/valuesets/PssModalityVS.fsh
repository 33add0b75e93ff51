ValueSet: PssModalityVS
Id: pss-modality-vs
Title: "How people met"
Description: "The modality of a contact."
* include codes from system PssModalityCS

CodeSystem: PssModalityCS
Id: pss-modality
Title: "How people met"
Description: "The modality of a contact."
* insert OwnCodes
* #in-person "In person"
* #telehealth "Telehealth"
* #telephone "Telephone"
* #text-message "Text message"
* #email "E-mail"

CodeSystem: PssMeetingCS
Id: pss-meeting
Title: "Meetings of staff"
Description: "What staff come together for, beside the service itself."
* insert OwnCodes
* #staff "Staff meeting"
* #treatment-team "Treatment team meeting"
* #supervision "Supervision"
* #training "Training"

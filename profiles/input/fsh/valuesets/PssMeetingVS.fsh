ValueSet: PssMeetingVS
Id: pss-meeting-vs
Title: "Meetings of staff"
Description: "What staff come together for, beside the service itself."
* include codes from system PssMeetingCS

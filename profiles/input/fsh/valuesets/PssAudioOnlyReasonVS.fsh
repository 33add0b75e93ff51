ValueSet: PssAudioOnlyReasonVS
Id: pss-audio-only-reason-vs
Title: "Why a contact had no picture"
Description: "Why a contact at a distance was by voice alone."
* include codes from system PssAudioOnlyReasonCS

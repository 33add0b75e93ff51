CodeSystem: PssAudioOnlyReasonCS
Id: pss-audio-only-reason
Title: "Why a contact had no picture"
Description: "Why a contact at a distance was by voice alone."
* insert OwnCodes
* #no-video "The person has no means for video"
* #declined-video "The person does not want video"
* #video-failed "The video failed"

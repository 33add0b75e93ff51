Profile: PssEpisode
Parent: $episodeofcare-eltss
Id: pss-episode
Title: "Episode of peer support"
Description: "A person's enrolment in peer support at one agency. The active episodes of a care manager are the caseload."
* type 1..* MS
* type from PssEpisodeTypeVS (required)
* managingOrganization 1..1 MS
* period 1..1 MS
* period.start 1..1 MS
* careManager MS
* team MS
* referralRequest MS
* obeys pss-episode-manager and pss-episode-end

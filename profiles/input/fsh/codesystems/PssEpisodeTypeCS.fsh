CodeSystem: PssEpisodeTypeCS
Id: pss-episode-type
Title: "Types of episode"
Description: "HL7's episodeofcare-type has five Australian codes and none for peer support."
* insert OwnCodes
* #peer-support-services "Peer support services" "Enrolment in peer support services (H0038) at one agency."

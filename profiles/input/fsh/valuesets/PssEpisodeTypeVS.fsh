ValueSet: PssEpisodeTypeVS
Id: pss-episode-type-vs
Title: "Types of episode"
Description: "Types of episode."
* include codes from system PssEpisodeTypeCS

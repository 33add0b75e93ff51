Instance: episode-ana
InstanceOf: PssEpisode
Usage: #example
Title: "Ana is enrolled"
Description: "Ana is enrolled."
* insert Synthetic
* status = #active
* type = PssEpisodeTypeCS#peer-support-services
* patient = Reference(client-ana)
* managingOrganization = Reference(agency)
* period.start = "2026-07-06"
* careManager = Reference(specialist-bea)
* team = Reference(team-ana)

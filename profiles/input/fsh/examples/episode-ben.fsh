Instance: episode-ben
InstanceOf: PssEpisode
Usage: #example
Title: "Ben has finished"
Description: "Ben has finished."
* insert Synthetic
* status = #finished
* type = PssEpisodeTypeCS#peer-support-services
* patient = Reference(client-ben)
* managingOrganization = Reference(agency)
* period.start = "2026-01-05"
* period.end = "2026-09-30"

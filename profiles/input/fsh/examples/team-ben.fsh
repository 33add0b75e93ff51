Instance: team-ben
InstanceOf: PssCareTeam
Usage: #example
Title: "The team of Ben"
Description: "The team of Ben."
* insert Synthetic
* status = #active
* subject = Reference(client-ben)
* participant[0].role = $nucc#175T00000X "Peer Specialist"
* participant[0].member = Reference(specialist-carl)
* participant[0].period.start = "2026-07-06"
* participant[1].role = $sct#768820003 "Care coordinator"
* participant[1].member = Reference(supervisor-dora)

Instance: team-ana
InstanceOf: PssCareTeam
Usage: #example
Title: "The team of Ana"
Description: "The team of Ana."
* insert Synthetic
* status = #active
* subject = Reference(client-ana)
* participant[0].role = $nucc#175T00000X "Peer Specialist"
* participant[0].member = Reference(specialist-bea)
* participant[0].period.start = "2026-07-06"
* participant[0].extension[familyMember].valueBoolean = false
* participant[1].role = $sct#768820003 "Care coordinator"
* participant[1].member = Reference(supervisor-dora)

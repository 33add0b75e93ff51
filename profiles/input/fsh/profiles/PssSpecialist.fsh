Profile: PssSpecialist
Parent: $us-core-practitioner
Id: pss-specialist
Title: "Peer support specialist"
Description: "A peer support specialist with credentials. Each credential is a qualification: the project's code, the certificate number, the days it counts, and the hours of a course."
* active MS
* qualification MS
* qualification.extension contains PssCourseHours named courseHours 0..1
* qualification.code MS
* qualification.code from PssCredentialVS (extensible)
* qualification.identifier MS
* qualification.period MS
* qualification.issuer MS
* qualification obeys pss-credential-named

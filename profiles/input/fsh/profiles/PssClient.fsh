Profile: PssClient
Parent: $us-core-patient
Id: pss-client
Title: "Client"
Description: "The person who receives peer support. US Core's Patient; a missing identifier is marked as absent, never made up."
* name MS
* birthDate MS
* gender MS
* deceased[x] MS
* obeys pss-born-before-death

Profile: PssCharacteristic
Parent: $us-core-simple-observation
Id: pss-characteristic
Title: "Need, ability or preference"
Description: "What the person needs, can do or prefers, in words; the plan points at it. A strength has a profile of its own, since eLTSS has a code for it."
* code from PssCharacteristicVS (required)
* value[x] 1..1 MS
* value[x] only string

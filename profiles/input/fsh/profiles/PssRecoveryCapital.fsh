Profile: PssRecoveryCapital
Parent: $us-core-screening
Id: pss-recovery-capital
Title: "Recovery capital (BARC-10)"
Description: "The Brief Assessment of Recovery Capital: ten items from 1 to 6, and their sum from 10 to 60. Bands such as low or high are informal and are not coded."
* code = PssObservationCS#barc-10
* value[x] MS
* value[x] only integer
* component MS
* component.code from PssBarc10ItemVS (required)
* component.value[x] only integer
* component.value[x] 1..1
* derivedFrom MS
* obeys pss-barc-range and pss-barc-items and pss-barc-sum

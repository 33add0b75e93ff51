ValueSet: PssBarc10ItemVS
Id: pss-barc-10-item-vs
Title: "Items of BARC-10"
Description: "The ten items of the Brief Assessment of Recovery Capital."
* PssObservationCS#barc-10-1
* PssObservationCS#barc-10-2
* PssObservationCS#barc-10-3
* PssObservationCS#barc-10-4
* PssObservationCS#barc-10-5
* PssObservationCS#barc-10-6
* PssObservationCS#barc-10-7
* PssObservationCS#barc-10-8
* PssObservationCS#barc-10-9
* PssObservationCS#barc-10-10

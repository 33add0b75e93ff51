CodeSystem: PssObservationCS
Id: pss-observation
Title: "Observations of peer support"
Description: "What is observed in peer support and has no code in LOINC or SNOMED CT (checked against VSAC, PHIN VADS and R4's content). The item codes name the topics of BARC-10 in our words; the wording of the instrument is its authors' (Vilsaint et al., 2017), who let it be used freely."
* insert OwnCodes
* #goal-progress "Progress toward a goal" "How a contact moved a goal, as the specialist and the person saw it."
* #barc-10 "Recovery capital, BARC-10 total" "Sum of the ten items of the Brief Assessment of Recovery Capital, 10 to 60."
* #barc-10-1 "BARC-10 item 1" "Other things matter more than using."
* #barc-10-2 "BARC-10 item 2" "Happiness with life."
* #barc-10-3 "BARC-10 item 3" "Energy for the tasks of life."
* #barc-10-4 "BARC-10 item 4" "Pride in community and sense of belonging."
* #barc-10-5 "BARC-10 item 5" "Support from friends."
* #barc-10-6 "BARC-10 item 6" "Challenge and fulfilment without substances."
* #barc-10-7 "BARC-10 item 7" "Living space that helps recovery."
* #barc-10-8 "BARC-10 item 8" "Responsibility for one's actions."
* #barc-10-9 "BARC-10 item 9" "Functioning without being driven by use."
* #barc-10-10 "BARC-10 item 10" "Progress on the recovery journey."

CodeSystem: PssIncidentLevelCS
Id: pss-incident-level
Title: "Levels of incident"
Description: "Levels of 10A NCAC 27G .0602. Level I is kept in-house; Levels II and III are reported to the state's system (IRIS)."
* insert OwnCodes
* #level-1 "Level I" "Isolated, without a significant threat to anyone; kept in-house."
* #level-2 "Level II" "A threat to the health or safety of the person, or of others by the person's behavior."
* #level-3 "Level III" "Death, sexual assault, permanent impairment, a substantial risk of these, or a significant danger to the community as the community sees it."

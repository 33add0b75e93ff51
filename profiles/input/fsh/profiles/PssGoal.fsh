Profile: PssGoal
Parent: $goal-eltss
Id: pss-goal
Title: "Goal"
Description: "A goal that the person set, in the person's own words."
* extension contains PssOwnWords named ownWords 0..1 MS
* description.text 1..1 MS
* achievementStatus MS
* expressedBy MS
* target MS
* obeys pss-goal-words and pss-goal-dates

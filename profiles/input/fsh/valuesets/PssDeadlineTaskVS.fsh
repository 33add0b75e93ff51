ValueSet: PssDeadlineTaskVS
Id: pss-deadline-task-vs
Title: "Tasks with a deadline"
Description: "Every task of peer support but the linkage."
* include codes from system PssTaskCS
* exclude PssTaskCS#linkage

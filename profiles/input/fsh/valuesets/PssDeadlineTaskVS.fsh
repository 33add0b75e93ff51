ValueSet: PssDeadlineTaskVS
Id: pss-deadline-task-vs
Title: "Tasks with a deadline"
Description: "Every task of peer support but the linkage and the step of a plan."
* include codes from system PssTaskCS
* exclude PssTaskCS#linkage
* exclude PssTaskCS#plan-step

Extension: PssPlanUnsigned
Id: pss-plan-unsigned
Title: "The plan is not signed"
Description: "True where it is known that nobody has signed the plan; left out where signatures are not known."
Context: CarePlan
* value[x] 1..1
* value[x] only boolean

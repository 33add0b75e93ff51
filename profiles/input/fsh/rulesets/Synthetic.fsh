// Every example is of invented people.
RuleSet: Synthetic
* meta.tag = $act-reason#HTEST "test health data"

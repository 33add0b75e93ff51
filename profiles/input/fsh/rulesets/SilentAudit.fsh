// An audit record says that something was done, never what it said.
RuleSet: SilentAudit
* agent[user] 1..1 MS
* entity[patient] 1..1 MS
* obeys pss-audit-silent

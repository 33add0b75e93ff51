Invariant: pss-audit-silent
Description: "No content and no name of a person stands in an audit record."
Severity: #error
Expression: "entity.name.empty() and entity.description.empty() and agent.name.empty()"

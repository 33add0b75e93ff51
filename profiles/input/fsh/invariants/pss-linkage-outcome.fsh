Invariant: pss-linkage-outcome
Description: "A completed linkage says what came of it."
Severity: #error
Expression: "status = 'completed' implies businessStatus.exists()"

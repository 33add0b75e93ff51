Invariant: pss-episode-manager
Description: "An active episode names the specialist whose caseload it counts for."
Severity: #warning
Expression: "status = 'active' implies careManager.exists()"

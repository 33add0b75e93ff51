Invariant: pss-crisis-status
Description: "A call was answered (completed), was not (not-done), is not known to have been (unknown), or never was (entered-in-error)."
Severity: #error
Expression: "status = 'completed' or status = 'not-done' or status = 'unknown' or status = 'entered-in-error'"

Invariant: pss-document-retracted
Description: "A document entered in error says so in docStatus too."
Severity: #error
Expression: "status = 'entered-in-error' implies docStatus = 'entered-in-error'"

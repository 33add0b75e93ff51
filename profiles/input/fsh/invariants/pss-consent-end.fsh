Invariant: pss-consent-end
Description: "The consent does not end before it was given."
Severity: #error
Expression: "provision.period.where(end < %resource.dateTime).empty()"

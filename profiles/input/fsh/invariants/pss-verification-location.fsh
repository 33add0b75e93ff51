Invariant: pss-verification-location
Description: "The location is one qualification of the Practitioner, as a FHIRPath expression."
Severity: #error
Expression: "targetLocation.matches('^Practitioner[.]qualification\\\\[[0-9]+\\\\]$')"

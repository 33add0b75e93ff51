Invariant: pss-born-before-death
Description: "The day of death is not before the day of birth."
Severity: #error
Expression: "deceased.ofType(dateTime).where($this < %resource.birthDate).empty()"

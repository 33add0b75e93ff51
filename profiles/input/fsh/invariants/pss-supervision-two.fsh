Invariant: pss-supervision-two
Description: "Nobody supervises himself or herself."
Severity: #error
Expression: "author.reference.intersect(subject.reference).empty() and author.identifier.value.intersect(subject.identifier.value).empty()"

Invariant: pss-response-text
Description: "The whole note stands as text in the answer to the item text."
Severity: #error
Expression: "status = 'entered-in-error' or item.where(linkId = 'text').answer.value.ofType(string).exists()"

Invariant: pss-response-identifier
Description: "The identifier is the note's urn:uuid."
Severity: #error
Expression: "identifier.system = 'urn:ietf:rfc:3986' and identifier.value.matches('^urn:uuid:[0-9a-f-]{36}$')"

Invariant: pss-document-identifier
Description: "The identifier is a urn:uuid given with the first keystroke, the same on every attempt to file."
Severity: #error
Expression: "identifier.all(system = 'urn:ietf:rfc:3986' and value.matches('^urn:uuid:[0-9a-f-]{36}$'))"

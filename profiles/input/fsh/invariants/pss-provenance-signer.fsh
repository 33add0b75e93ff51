Invariant: pss-provenance-signer
Description: "The author signed, nobody else."
Severity: #error
Expression: "signature.who.reference.all($this in %resource.agent.where(type.coding.exists(code = 'author')).who.reference)"

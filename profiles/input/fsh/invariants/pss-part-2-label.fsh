Invariant: pss-part-2-label
Description: "A 42 CFR Part 2 label stands with confidentiality R, as its definition in HL7 Terminology asks."
Severity: #error
Expression: "(securityLabel.coding | meta.security).exists(code = '42CFRPart2') implies (securityLabel.coding | meta.security).exists(system = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality' and code = 'R')"

Invariant: pss-order-service
Description: "The service is a HCPCS or CPT code; HCPCS may be written with either of its two URIs."
Severity: #error
Expression: "code.coding.exists(system = 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets' or system = 'https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets' or system = 'http://www.ama-assn.org/go/cpt')"

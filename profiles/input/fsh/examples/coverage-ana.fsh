Instance: coverage-ana
InstanceOf: PssCoverage
Usage: #example
Title: "The coverage of Ana"
Description: "The coverage of Ana."
* insert Synthetic
* status = #active
* subscriberId = "HTEST-ANA-900"
* beneficiary = Reference(client-ana)
* relationship = $relationship#self
* period.start = "2026-01-01"
* payor = Reference(lme-mco)

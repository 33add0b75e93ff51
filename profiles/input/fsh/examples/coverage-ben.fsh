Instance: coverage-ben
InstanceOf: PssCoverage
Usage: #example
Title: "The coverage of Ben"
Description: "The coverage of Ben."
* insert Synthetic
* status = #active
* subscriberId = "HTEST-BEN-900"
* beneficiary = Reference(client-ben)
* relationship = $relationship#self
* period.start = "2026-01-01"
* payor = Reference(lme-mco)

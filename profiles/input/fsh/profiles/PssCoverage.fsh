Profile: PssCoverage
Parent: $us-core-coverage
Id: pss-coverage
Title: "Coverage"
Description: "Who pays for a person's services. In Medicaid the person is the subscriber."
* relationship 1..1 MS
* payor 1..1 MS
* period MS

Profile: PssChartReadAudit
Parent: $balp-read
Id: pss-chart-read-audit
Title: "Audit of a chart that was read"
Description: "Who read which resource of whose chart, when: IHE Basic Audit Log Patterns (BALP, CC-BY-4.0), patient read."
* insert SilentAudit

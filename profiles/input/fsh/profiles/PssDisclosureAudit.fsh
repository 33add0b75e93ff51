Profile: PssDisclosureAudit
Parent: $balp-disclosure
Id: pss-disclosure-audit
Title: "Disclosure"
Description: "What was disclosed about whom, to whom, by whom, when and what for: IHE Basic Audit Log Patterns (BALP, CC-BY-4.0), privacy disclosure at the source. It is the line of an accounting of disclosures, and holds nothing that was disclosed."
* purposeOfEvent 1..1 MS
* entity[patient] MS
* entity contains data 1..* MS
* entity[data].what 1..1 MS
* entity[data].type 1..1
* entity[data].type = $audit-entity-type#2
* obeys pss-audit-silent

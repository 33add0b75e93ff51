Profile: PssNoteFiledAudit
Parent: $balp-create
Id: pss-note-filed-audit
Title: "Audit of a note that was filed"
Description: "Who filed which document in whose chart, when: IHE Basic Audit Log Patterns (BALP, CC-BY-4.0), patient create."
* insert SilentAudit

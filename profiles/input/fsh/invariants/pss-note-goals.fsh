Invariant: pss-note-goals
Description: "Every goal worked on is among context.related, where readers without the extension find it."
Severity: #error
Expression: "extension('https://pss-fhir.org/fhir/StructureDefinition/pss-goal-progress').extension('goal').value.reference.all($this in %resource.context.related.reference)"

"""StructureDefinition -> compiled checks -> Issues."""

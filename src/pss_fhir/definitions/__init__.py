"""The registry of StructureDefinitions, ValueSets and CodeSystems. Never goes to the network by itself."""

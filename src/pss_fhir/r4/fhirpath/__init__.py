"""FHIRPath, parsed once and compiled to Python."""

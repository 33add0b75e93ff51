"""Every note from signature to proof of filing."""

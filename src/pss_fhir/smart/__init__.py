"""SMART App Launch 2.2: discovery, launch, tokens, identity."""

"""Failures that can be ordered by name."""

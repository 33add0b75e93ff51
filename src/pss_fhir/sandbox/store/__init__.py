"""Versioned resources on SQLite."""

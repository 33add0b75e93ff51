"""The forms the database had, release by release (Alembic)."""

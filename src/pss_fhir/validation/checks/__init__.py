"""The checks of the reporting path, one thing per module."""

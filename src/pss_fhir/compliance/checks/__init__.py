"""The checks that rule records name, one subject per module."""

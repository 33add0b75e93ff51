"""Geometry of the pictures; templates draw it as inline SVG and print the same numbers as a table."""

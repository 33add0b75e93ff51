"""The audit as one page to print: tables, and pictures that show the same numbers."""

"""A synthetic agency whose dates are always fresh."""

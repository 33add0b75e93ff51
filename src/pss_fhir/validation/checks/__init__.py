"""One kind of check per module."""

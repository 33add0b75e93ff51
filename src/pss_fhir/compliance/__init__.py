"""The rules as dated records, and the engine that answers them."""

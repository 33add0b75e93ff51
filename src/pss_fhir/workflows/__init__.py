"""One use case per file; the only place that combines parts."""

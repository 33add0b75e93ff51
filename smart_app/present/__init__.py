"""From domain records to what a template shows: words, links and geometry, no rules."""

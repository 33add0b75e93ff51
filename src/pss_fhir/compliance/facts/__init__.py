"""What the checks are given: the facts of one note, chart, specialist, team or agency, worked out once."""

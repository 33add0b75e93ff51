"""One file for each change of form; never edited once released."""

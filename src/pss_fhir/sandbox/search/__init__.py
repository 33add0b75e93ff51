"""Search by the R4 search parameters: a table, a path walker, and one matcher."""

// The app searches the resource by its person.
RuleSet: Searches
* interaction[+].code = #search-type

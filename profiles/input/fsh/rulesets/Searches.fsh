// The app searches the resource by its person.
RuleSet: Searches
* interaction[+].code = #search-type
* searchParam[+].name = "patient"
* searchParam[=].type = #reference

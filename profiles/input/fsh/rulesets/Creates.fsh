// The app writes the resource where the server lets it, and marks it as entered in error.
RuleSet: Creates
* interaction[+].code = #create
* interaction[+].code = #update

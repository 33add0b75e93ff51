// The app files notes as this resource, finds them again by identifier, and marks them as entered in error.
RuleSet: Files
* interaction[+].code = #create
* interaction[+].code = #update
* conditionalCreate = true
* searchParam[+].name = "identifier"
* searchParam[=].type = #token

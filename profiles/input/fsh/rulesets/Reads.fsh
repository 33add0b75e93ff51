// The app reads the resource by its id.
RuleSet: Reads
* interaction[+].code = #read

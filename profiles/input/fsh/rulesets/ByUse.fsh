// Bills are not asked for where the server can tell them from preauthorizations.
RuleSet: ByUse
* searchParam[+].name = "use"
* searchParam[=].type = #token

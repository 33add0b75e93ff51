// Of these there are many: the app asks for those of the last 400 days where the server can tell.
RuleSet: ByDate
* searchParam[+].name = "date"
* searchParam[=].type = #date

// What every code system of the project shares.
RuleSet: OwnCodes
* ^caseSensitive = true
* ^experimental = false
* ^content = #complete

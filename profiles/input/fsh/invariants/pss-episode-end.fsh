Invariant: pss-episode-end
Description: "A finished episode has an end; one that goes on has none in the past of its start."
Severity: #error
Expression: "(status = 'finished' implies period.end.exists()) and period.where(end < start).empty()"

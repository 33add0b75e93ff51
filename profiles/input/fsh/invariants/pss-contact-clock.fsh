Invariant: pss-contact-clock
Description: "Times of a contact have a clock time, not only a day."
Severity: #error
Expression: "(period.start | period.end).all($this.toString().length() > 10)"

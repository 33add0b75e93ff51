Invariant: pss-directive-place
Description: "A directive is found at an address or by words, not both."
Severity: #error
Expression: "content.attachment.all(url.exists() xor data.exists())"

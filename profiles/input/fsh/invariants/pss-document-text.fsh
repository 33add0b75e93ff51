Invariant: pss-document-text
Description: "The text is plain text or PDF, the two that every server of US Core 9 takes."
Severity: #error
Expression: "content.attachment.contentType.all(matches('^(text/plain|application/pdf)( *;|$)'))"

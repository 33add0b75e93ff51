Instance: call-friend
InstanceOf: PssCrisisCall
Usage: #example
Title: "A call that nobody answered"
Description: "A call for other help that nobody answered."
* insert Synthetic
* status = #not-done
* topic = PssCrisisHelpCS#other "Other help"
* topic.text = "The pastor"
* subject = Reference(client-ben)
* sent = "2026-10-14T21:05:00-04:00"

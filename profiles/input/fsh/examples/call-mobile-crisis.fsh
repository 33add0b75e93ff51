Instance: call-mobile-crisis
InstanceOf: PssCrisisCall
Usage: #example
Title: "Mobile crisis was called"
Description: "Mobile crisis was called during a contact, and answered."
* insert Synthetic
* status = #completed
* topic = PssCrisisHelpCS#mobile-crisis "Mobile crisis"
* subject = Reference(client-ana)
* about = Reference(safety-plan-ana)
* encounter = Reference(contact-home)
* sent = "2026-11-02T09:20:00-05:00"
* sender = Reference(specialist-bea)
* payload.contentString = "They come within the hour."

CodeSystem: PssPlanSignerCS
Id: pss-plan-signer
Title: "Signers of a plan"
Description: "In which role somebody signs a Person-Centered Plan."
* insert OwnCodes
* #client "The person"
* #legally-responsible-person "Legally responsible person"
* #author "Author of the plan"
* #orderer "Ordering clinician"
* #specialist "Peer support specialist"

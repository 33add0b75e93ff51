CodeSystem: PssCredentialCS
Id: pss-credential
Title: "Credentials"
Description: "What a credential of a specialist says."
* insert OwnCodes
* #nc-cpss "NC Certified Peer Support Specialist"
* #peer-course "Peer support specialist course"
* #high-school "High school diploma or equivalent"
* #drivers-license "Driver's license"
* #auto-insurance "Auto insurance"
* #first-aid "First aid"
* #cpr "CPR"
* #cpi "Crisis prevention intervention (CPI)"
* #bachelor "Bachelor's degree"
* #master "Master's degree"
* #license "Professional license"
* #wrap "WRAP facilitator"
* #wham "WHAM facilitator"
* #other "Other credential"

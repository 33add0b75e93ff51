CodeSystem: PssLinkageOutcomeCS
Id: pss-linkage-outcome
Title: "Outcomes of a linkage"
Description: "What came of a referral."
* insert OwnCodes
* #contacted "Contacted" "The resource was contacted; nothing is settled."
* #waiting "On a waiting list" "The person waits for a place."
* #connected "Connected" "The person receives what the referral was for."
* #declined "Declined by the person" "The person decided against it."
* #not-eligible "Not eligible" "The resource could not take the person."
* #lost "Lost" "The person could not be reached to learn the outcome."

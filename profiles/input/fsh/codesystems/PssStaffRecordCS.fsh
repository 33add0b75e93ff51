CodeSystem: PssStaffRecordCS
Id: pss-staff-record
Title: "Staff records"
Description: "Kinds of staff record that have no resource type of their own in R4."
* insert OwnCodes
* #staff-training "Training completed" "A training that is no certificate: orientation, client rights, continuing education."
* #supervision-contract "Supervision contract" "The individual supervision plan of a paraprofessional, or its yearly review."
* #supervision-session "Supervision session" "One supervision, individual or group."

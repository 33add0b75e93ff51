Profile: PssStaffTraining
Parent: Basic
Id: pss-staff-training
Title: "Training completed"
Description: "A training that a specialist completed and that is no certificate. It stays in the agency's own store."
* insert StaffRecord
* code = PssStaffRecordCS#staff-training
* extension contains PssTraining named training 1..1 MS

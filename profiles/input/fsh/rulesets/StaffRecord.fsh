// What the staff records that no EHR holds share: Basic, about one Practitioner.
RuleSet: StaffRecord
* subject 1..1 MS
* subject only Reference(Practitioner)
* created 1..1 MS

CodeSystem: PssIncidentStepCS
Id: pss-incident-step
Title: "Steps after an incident"
Description: "What is done after an incident, each with a clock of its own."
* insert OwnCodes
* #supervisor-told "Supervisor told"
* #state-system "Entered in the state's system"
* #state-copy "Copy sent to the state"
* #plan-notice "Health plan told"
* #update "Updated report given"
* #review-team "Internal review team met"
* #preliminary-findings "Preliminary findings given"
* #final-report "Final report given"
* #offense-report "Offense reported"
* #registry-result "Result given to the registry"

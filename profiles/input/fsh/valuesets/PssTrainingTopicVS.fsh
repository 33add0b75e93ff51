ValueSet: PssTrainingTopicVS
Id: pss-training-topic-vs
Title: "Topics of training"
Description: "The topics that agencies and the certification program ask for."
* include codes from system PssTrainingTopicCS

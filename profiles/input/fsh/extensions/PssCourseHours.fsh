Extension: PssCourseHours
Id: pss-course-hours
Title: "Hours of a course"
Description: "Hours of the course that the qualification stands for."
Context: Practitioner.qualification
* value[x] 1..1
* value[x] only decimal

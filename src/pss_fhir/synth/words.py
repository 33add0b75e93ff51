"""The sentences of which synthetic notes are made; none of them is anybody's."""

from __future__ import annotations

from pss_fhir.domain.interventions import Intervention

GIVEN = (
    *("Ada", "Ben", "Cleo", "Dov", "Eve", "Fay", "Gus", "Hal", "Ida", "Jon", "Kai", "Lea", "Max", "Nia"),
    *("Oz", "Pia", "Quin", "Rey", "Sol", "Tea", "Uma", "Vic", "Wes", "Xia", "Yan", "Zoe"),
)
GOALS = (
    "I want to keep my own apartment.",
    "I want to work again, a few days a week.",
    "I want to see my children every month.",
    "I want to stay sober, one week after another.",
    "I want to ride the bus by myself.",
    "I want to sleep through the night.",
)
PURPOSES = (
    "We met to go through the week",
    "We met to get ready for a call with the landlord",
    "We met to try the new bus line together",
    "We met to sort the letters of the week",
    "We met to plan the visit to the job center",
    "We met to talk about Thursday's group",
)
DEEDS = (
    (
        (Intervention.SHARED_EXPERIENCE, Intervention.WELLNESS_PLANNING),
        "I told how I got through such a week myself, and we wrote down what may help.",
    ),
    (
        (Intervention.ROLE_PLAY, Intervention.ADVOCACY),
        "We practiced the call twice, and I stayed beside while it was made.",
    ),
    (
        (Intervention.DAILY_LIVING, Intervention.COACHING),
        "I showed how the calendar on the phone reminds one of appointments.",
    ),
    (
        (Intervention.PROBLEM_SOLVING, Intervention.BENEFITS),
        "We read the letter aloud and found out who can answer it.",
    ),
    (
        (Intervention.ROLE_MODELING, Intervention.LINKAGE),
        "We walked the way together and looked at where to change.",
    ),
    (
        (Intervention.EMOTIONAL_SUPPORT, Intervention.GOAL_SETTING),
        "I listened, and we picked one thing to try before we meet again.",
    ),
)
"""What was done: the interventions, and the sentence that tells of them."""
RESPONSES = (
    "Said that it felt lighter afterwards",
    "Made the call and was glad about it",
    "Was tired, and still went the whole way",
    "Laughed a lot, and wants to try it alone",
    "Was not sure, and will think about it",
    "Asked for the number of the group",
)
ADDITIONS = (
    "; the week had been hard.",
    "; the neighbor had come along.",
    "; it rained the whole time.",
    "; the dog was with us.",
    "; the first time in months.",
    "; it took longer than we thought.",
    "; we had tea at the end.",
)
NEXT_STEPS = ("We meet again next week.", "Next time we look at the budget.", "A call on the day before.")
GROUP_PURPOSES = (
    "The group met to talk about getting through the holidays",
    "The group met to practice saying no",
    "The group met to share what helps in a bad night",
    "The group met to plan the summer picnic",
)
GROUP_DEEDS = (
    (
        (Intervention.SHARED_EXPERIENCE, Intervention.SOCIAL_SKILLS),
        "I opened with my own story, and everybody who wanted to spoke in turn.",
    ),
    (
        (Intervention.COPING_SKILLS, Intervention.ROLE_PLAY),
        "We tried two ways of answering in pairs and told each other what was heard.",
    ),
    (
        (Intervention.SELF_HELP_GROUPS, Intervention.LINKAGE),
        "I brought the list of groups of the county, and we marked who knows which.",
    ),
)
GROUP_RESPONSES = (
    "Spoke early and listened to the others",
    "Said little and stayed to the end",
    "Told the group about the last week",
    "Brought a friend's question along",
)
TOPICS = (
    *(
        "the rent",
        "the bus pass",
        "sleep",
        "the sister's visit",
        "the job center",
        "a broken phone",
        "cooking",
    ),
    *("the food bank", "a letter from the court", "the dentist", "the choir", "running in the park", "money"),
    *(
        "an old friend",
        "the night shift",
        "the cat",
        "the laundry",
        "a birthday",
        "the library card",
        "anger",
    ),
    *("the new medicine times", "the heating", "a bicycle", "the neighbors", "church", "the GED class"),
    *("a lost wallet", "the garden", "reading", "the school of the children", "a movie", "the rain", "noise"),
    *(
        "the landlord",
        "insurance papers",
        "the support line",
        "the first of the month",
        "a long walk",
        "music",
    ),
    *(
        "the eye doctor",
        "a second-hand couch",
        "the voter card",
        "gloves for winter",
        "the soccer team",
        "a haircut",
        "the pharmacy",
        "tomatoes on the porch",
        "the post office",
        "a ride on Friday",
        "an old song",
        "the lake",
        "a new pair of shoes",
        "the tax form",
    ),
)
"""Enough for five different ones of each member of the largest group."""

"""The enumerations of mentoring in the schema."""

import strawberry

from backend.modules.mentors.contract import words

for found, name in ((words.Skill, "MentorSkill"), (words.MatchStatus, "MentorMatchStatus")):
    strawberry.enum(found, name=name, description=" ".join((found.__doc__ or "").split()))

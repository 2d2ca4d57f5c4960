"""The enumerations of clubs in the schema."""

import strawberry

from backend.modules.clubs.contract import words

for found in (words.ClubEventStatus, words.ClubOffice, words.ClubStatus, words.JoinMode, words.MemberStatus):
    name = "ClubMemberStatus" if found is words.MemberStatus else None
    strawberry.enum(found, name=name, description=" ".join((found.__doc__ or "").split()))

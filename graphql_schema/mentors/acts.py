"""Changes to mentoring in the schema: offering, asking, answering, meeting, thanking."""

import datetime as dt
from typing import TypeVar
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID

from backend.core.surfaces import Surface
from backend.modules.mentors.actions import learning, teaching
from backend.modules.mentors.contract import words
from backend.modules.mentors.contract.inputs import MatchWish, MentorOffer, NewMeeting
from graphql_schema.context import Info
from graphql_schema.fields import given
from graphql_schema.inputs import Creation, key, plain, ref, said
from graphql_schema.mentors.mentors import Mentor, MentorMatch
from graphql_schema.mutation import mutation
from graphql_schema.relay import Batched, fetch

T = TypeVar("T", bound=Batched)


@given
class BecomeMentorInput(Creation):
    """What a resident can teach."""

    community_id: GlobalID = ref("The community in which the resident lives.", "Community")
    alias: str = said("By what name they are known, up to 20 characters.")
    about: str = said("What they say of themselves, up to 1,000 characters.", default="")
    skills: list[words.Skill] = said("What they teach, one to six.")
    capacity: int = said("How many they take on at a time, 1 to 20.")


@given
class PauseMentoringInput:
    """Whether a mentor takes anyone on."""

    mentor_id: GlobalID = ref("The resident's own mentoring.", "Mentor")
    is_open: bool = said("Whether they do.")


@given
class AskMentorInput(Creation):
    """From whom a resident would like to learn what."""

    mentor_id: GlobalID = ref("The mentor.", "Mentor")
    skill: words.Skill = said("What.")
    alias: str = said("By what name the resident is known, up to 20 characters.")
    wish: str = said("In words, up to 1,000 characters.", default="")


@given
class MentorMatchInput:
    """A match."""

    match_id: GlobalID = ref("The match.", "MentorMatch")


@given
class AnswerLearnerInput(MentorMatchInput):
    """Whether a mentor takes someone on."""

    is_accepted: bool = said("Whether they do.")


@given
class LogMentorMeetingInput(MentorMatchInput):
    """That the two met."""

    held_on: dt.date = said("The day; not ahead.")
    minutes: int = said("For how long, 10 to 480.")


@given
class ThankMentorInput(MentorMatchInput):
    """Thanks."""

    text: str = said("In words, up to 1,000 characters.")


@strawberry.type
class Mutation:
    """Changes to mentoring."""

    @mutation(Surface.RESIDENT)
    async def become_mentor(self, info: Info, input: BecomeMentorInput) -> Mentor:
        """Offer to teach, or say it otherwise: each resident is one mentor."""
        return await _shown(
            info, Mentor, await teaching.become_mentor(await info.context.scope(), plain(input, MentorOffer))
        )

    @mutation(Surface.RESIDENT)
    async def pause_mentoring(self, info: Info, input: PauseMentoringInput) -> Mentor:
        """Take nobody on for a while, or again; matches go on."""
        mentor_id = key(input, "mentor_id")
        await teaching.pause_mentoring(await info.context.scope(), mentor_id, is_open=input.is_open)
        return await _shown(info, Mentor, mentor_id)

    @mutation(Surface.RESIDENT)
    async def ask_mentor(self, info: Info, input: AskMentorInput) -> MentorMatch:
        """Ask a mentor of one's community to teach one something."""
        made = await learning.ask_mentor(await info.context.scope(), plain(input, MatchWish))
        return await _shown(info, MentorMatch, made)

    @mutation(Surface.RESIDENT)
    async def answer_learner(self, info: Info, input: AnswerLearnerInput) -> MentorMatch:
        """Take someone on, or not."""
        match_id = key(input, "match_id")
        await teaching.answer_learner(await info.context.scope(), match_id, is_accepted=input.is_accepted)
        return await _shown(info, MentorMatch, match_id)

    @mutation(Surface.RESIDENT)
    async def end_match(self, info: Info, input: MentorMatchInput) -> MentorMatch:
        """Be done with it, or take back what one asked: either of the two."""
        await learning.end_match(await info.context.scope(), key(input, "match_id"))
        return await _shown(info, MentorMatch, key(input, "match_id"))

    @mutation(Surface.RESIDENT)
    async def log_mentor_meeting(self, info: Info, input: LogMentorMeetingInput) -> MentorMatch:
        """Write down that they met: either of the two, once for each day."""
        match_id = key(input, "match_id")
        await learning.log_mentor_meeting(await info.context.scope(), match_id, plain(input, NewMeeting))
        return await _shown(info, MentorMatch, match_id)

    @mutation(Surface.RESIDENT)
    async def thank_mentor(self, info: Info, input: ThankMentorInput) -> MentorMatch:
        """Give thanks once, for whoever learned."""
        await learning.thank_mentor(await info.context.scope(), key(input, "match_id"), input.text)
        return await _shown(info, MentorMatch, key(input, "match_id"))


async def _shown(info: Info, kind: type[T], made: UUID) -> T:
    shown: T = await fetch(info, kind, GlobalID(kind.__name__, str(made)))
    return shown

"""What happened to a proposal, in the schema: who wrote it, steps, answers, projects, comments, staff's own notes."""

import datetime as dt
from typing import Any
from uuid import UUID

import strawberry
from strawberry.relay import Node, NodeID, to_base64

from backend.modules.proposals.contract import words
from backend.modules.proposals.queries import chains as queries
from backend.modules.proposals.queries import coauthors, proposals
from graphql_schema.context import Info
from graphql_schema.councils.words import words as council_words
from graphql_schema.fields import Record, column, computed, record
from graphql_schema.poll_words import words as poll_words
from graphql_schema.relay import Batched


def _day(said: str | None) -> dt.date | None:
    """A day as the facts of a step keep it."""
    return None if said is None else dt.date.fromisoformat(said)


@record
class TeaTalk(Batched, Node):
    """An afternoon tea at which the community's president listened (社长下午茶)."""

    batch = staticmethod(proposals.tea_talks_by_id)
    id: NodeID[UUID]
    held_on: dt.date = column("The day.")
    topic: str = column("What it was about.")
    host: str = column("Who had residents to tea.")
    guests_count: int = column("How many came.")


@record
class ProposalCoauthor(Batched, Node):
    """Someone who writes a proposal with its author, or asked to."""

    batch = staticmethod(coauthors.coauthors_by_id)
    id: NodeID[UUID]
    resident_id: strawberry.Private[UUID]
    alias: str = column("By what name those who write it know them.")
    asked_at: dt.datetime = column("When they asked.")
    is_accepted: bool = column("Whether they write it with the author.")

    @computed("Whether it is the resident who asks.")
    def is_mine(self, info: Info) -> bool:
        """Others are known by their names alone."""
        return self.resident_id == info.context.actor.resident_id


@record
class ProposalStep(Batched, Node):
    """One link of the chain from what was said to what was done."""

    batch = staticmethod(queries.steps_by_id)
    id: NodeID[UUID]
    proposal_id: strawberry.Private[UUID]
    object_type: strawberry.Private[str | None]
    object_id: strawberry.Private[UUID | None]
    facts: strawberry.Private[dict[str, Any]]
    kind: words.ProposalStepKind = column("What happened.")
    taken_at: dt.datetime = column("When.")

    @computed("Global id of the proposal.", name="proposalId")
    def whole(self) -> strawberry.ID:
        """A client may ask for it by `node`."""
        return strawberry.ID(to_base64("Proposal", self.proposal_id))

    @computed("Global id of what it happened with: an answer, a poll, a council, a project.", name="subjectId")
    def about(self) -> strawberry.ID | None:
        """A client may ask for it by `node`."""
        if self.object_type is None or self.object_id is None:
            return None
        return strawberry.ID(to_base64(self.object_type, self.object_id))

    @computed("How many stood behind it, when they were enough for an answer.")
    def cosigners(self) -> int | None:
        """Of THRESHOLD_REACHED."""
        return self.facts.get("cosigners")

    @computed("How many joined those who stood behind it already, when another proposal went on in it.")
    def joined(self) -> int | None:
        """Of MERGED, in the chain of the one that goes on."""
        return self.facts.get("joined")

    @computed("By when an answer is owed, or what is done about it is due.")
    def due_on(self) -> dt.date | None:
        """Of THRESHOLD_REACHED and PROJECT_STARTED."""
        return _day(self.facts.get("due_on"))

    @computed("What was answered.")
    def decision(self) -> words.AnswerDecision | None:
        """Of ANSWERED."""
        found = self.facts.get("decision")
        return None if found is None else words.AnswerDecision(found)

    @computed("By when it will be done, by the answer.")
    def planned_on(self) -> dt.date | None:
        """Of ANSWERED, where the answer says it."""
        return _day(self.facts.get("planned_on"))

    @computed("What kind of council talks about it.")
    def council_kind(self) -> council_words.CouncilKind | None:
        """Of ON_AGENDA."""
        found = self.facts.get("council")
        return None if found is None else council_words.CouncilKind(found)

    @computed("What residents decided.")
    def poll_outcome(self) -> poll_words.PollOutcome | None:
        """Of POLL_COUNTED."""
        found = self.facts.get("outcome")
        return None if found is None else poll_words.PollOutcome(found)

    @computed("How far what is done about it is.")
    def percent(self) -> int | None:
        """Of PROJECT_REPORTED and PROJECT_COMPLETED."""
        return self.facts.get("percent")

    @computed("In which round residents were asked, or answered.")
    def round(self) -> int | None:
        """Of APPRAISAL_ASKED and APPRAISAL_ANSWERED."""
        return self.facts.get("round")

    @computed("Which version its author made of it.")
    def version(self) -> int | None:
        """Of AMENDED."""
        return self.facts.get("version")


@record
class ProposalAnswer(Record):
    """The operator's official answer."""

    number: int = column("1 for the first.")
    decision: words.AnswerDecision = column("What is answered.")
    text: str = column("In words.")
    planned_on: dt.date | None = column("By when it will be done.")
    answered_at: dt.datetime = column("When.")


@record
class ProposalProject(Batched, Node):
    """What is done about a proposal."""

    batch = staticmethod(queries.projects_by_id)
    id: NodeID[UUID]
    proposal_id: strawberry.Private[UUID]
    title: str = column("What.")
    owner: str = column("By whom.")
    due_on: dt.date = column("By when.")
    percent: int = column("How far it is.")
    note: str | None = column("What was said last.")
    completed_at: dt.datetime | None = column("When it was done.")

    @computed("Global id of the proposal.", name="proposalId")
    def whole(self) -> strawberry.ID:
        """A client may ask for it by `node`."""
        return strawberry.ID(to_base64("Proposal", self.proposal_id))


@record
class ProposalAppraisal(Record):
    """A round in which residents appraise what was done; nobody is told who."""

    round: int = column("1 for the first, when it was finished.")
    after_days: int = column("How many days after that.")
    due_at: dt.datetime = column("When residents are to be asked.")
    asked_at: dt.datetime | None = column("When they were; none before it is due.")
    ratings: int = column("How many have appraised it in this round.")
    rating: float | None = column("Their mean, 1 to 5.")
    change: float | None = column("How far the mean went from the round before that had one.")
    is_poor: bool = column("Whether enough residents think little enough of it that staff owe an answer.")
    answer: str | None = column("What staff say follows from it.")
    answered_at: dt.datetime | None = column("When they said it.")


@record
class ProposalReview(Record):
    """What staff think of a proposal, for staff."""

    stage: words.ReviewStage = column("How far they have come with it.")
    note: str = column("In words.")
    reviewed_at: dt.datetime = column("When.")


@record
class ProposalComment(Record):
    """What a resident says for or against a proposal; nobody is told who."""

    stance: words.Stance = column("How it stands to the proposal.")
    body: str = column("In words; empty where they were forgotten.")
    created_at: dt.datetime = column("When.")

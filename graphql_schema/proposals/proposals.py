"""Proposals in the schema: what residents ask for, and everything that came of it, on one query."""

import datetime as dt
from collections.abc import Sequence
from typing import cast
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID

from backend.core.surfaces import Surface
from backend.modules.housing.queries import inventory
from backend.modules.proposals.contract import words
from backend.modules.proposals.contract.permissions import ProposalPermission
from backend.modules.proposals.queries import appraisals as appraisal_queries
from backend.modules.proposals.queries import chains as chain_queries
from backend.modules.proposals.queries import coauthors as coauthor_queries
from backend.modules.proposals.queries import proposals as queries
from graphql_schema.context import Info
from graphql_schema.fields import column, computed, given, many, one, reads, record
from graphql_schema.housing.inventory import Community
from graphql_schema.inputs import plain, ref, said
from graphql_schema.proposals.chains import (
    ProposalAnswer,
    ProposalAppraisal,
    ProposalCoauthor,
    ProposalComment,
    ProposalProject,
    ProposalReview,
    ProposalStep,
    TeaTalk,
)
from graphql_schema.relay import After, Batched, Connection, First, fetch, key_of, page


@record
class Proposal(Batched, Node):
    """What a resident proposes, and what came of it: you said, we did."""

    batch = staticmethod(queries.proposals_by_id)
    id: NodeID[UUID]
    community_id: strawberry.Private[UUID]
    author_id: strawberry.Private[UUID | None]
    coauthor_ids: strawberry.Private[Sequence[UUID]]
    tea_talk_id: strawberry.Private[UUID | None]
    merged_into_id: strawberry.Private[UUID | None]
    community: Community | None = one("community_id", inventory.communities_by_id, "Where.", to="Community")
    tea_talk: TeaTalk | None = one("tea_talk_id", queries.tea_talks_by_id, "Where it was said first.", to="TeaTalk")
    merged_into: "Proposal | None" = one(
        "merged_into_id", queries.proposals_by_id, "The proposal in which it goes on.", to="Proposal"
    )
    title: str = column("In a line; empty where its author was erased.")
    body: str = column("In words.")
    status: words.ProposalStatus = column("How far it has come.")
    origin: words.ProposalOrigin = column("Where it was said first.")
    version: int = column("Rises with each amendment; `amendProposal` names the one that was read.")
    created_at: dt.datetime = column("When it was written.")
    published_at: dt.datetime | None = column("When it was published.")
    cosigners: int = column("How many stand behind it.")
    followers: int = column("How many follow it besides.")
    threshold: int = column("How many co-signers make an answer a duty.")
    reached_at: dt.datetime | None = column("When so many had co-signed.")
    answer_due_at: dt.datetime | None = column("By when an answer is owed.")
    answered_at: dt.datetime | None = column("When it was first answered.")
    lamp: words.AnswerLamp = column("How much is left of the time to answer.")
    chain: list[ProposalStep] = many(
        chain_queries.steps_of_proposals_by_id, "Everything that happened, oldest first.", to="ProposalStep"
    )
    answers: list[ProposalAnswer] = many(
        chain_queries.answers_of_proposals_by_id, "The official answers, first to last.", to="ProposalAnswer"
    )
    coauthors: list[ProposalCoauthor] = many(
        coauthor_queries.coauthors_of_proposals_by_id,
        "Who writes it with its author, and who asked to, for those who write it; none for others.",
        to="ProposalCoauthor",
    )
    projects: list[ProposalProject] = many(
        chain_queries.projects_of_proposals_by_id, "What is done about it.", to="ProposalProject"
    )
    appraisals: list[ProposalAppraisal] = many(
        appraisal_queries.appraisals_of_proposals_by_id,
        "How residents appraise what was done, round by round, those to come too; none before it is finished.",
        to="ProposalAppraisal",
    )

    @computed("Whether the resident who asks wrote it.")
    def is_mine(self, info: Info) -> bool:
        """Nobody else learns who did."""
        return self.author_id is not None and self.author_id == info.context.actor.resident_id

    @computed("How many write it with its author.")
    def coauthors_count(self) -> int:
        """Nobody else learns who they are."""
        return len(self.coauthor_ids)

    @computed("Whether the resident who asks writes it with its author.")
    def is_coauthored(self, info: Info) -> bool:
        """Nobody else learns who does."""
        return info.context.actor.resident_id in self.coauthor_ids

    @computed("Whether the resident who asks has co-signed it.")
    async def is_cosigned(self, info: Info) -> bool:
        """Nobody else learns who has."""
        return await info.context.load(queries.own_supports_by_id, self.id) is True

    @computed("Whether the resident who asks follows it.")
    async def is_followed(self, info: Info) -> bool:
        """Author and co-signers are told of every step anyway."""
        return await info.context.load(queries.own_follows_by_id, self.id) is True

    @computed("How many have appraised what was done, in the latest round in which anybody has.")
    async def ratings(self, info: Info) -> int:
        """`appraisals` tells of each round."""
        latest = await self._appraised(info)
        return latest.ratings if latest else 0

    @computed("Their mean, 1 to 5.")
    async def rating(self, info: Info) -> float | None:
        """Of the same round."""
        latest = await self._appraised(info)
        return latest.rating if latest else None

    async def _appraised(self, info: Info) -> appraisal_queries.AppraisalView | None:
        rounds = await info.context.load(appraisal_queries.appraisals_of_proposals_by_id, self.id) or ()
        return next((one for one in reversed(rounds) if one.ratings), None)

    @computed("Whether the resident who asks has appraised it in the round that is asked now.")
    async def has_rated(self, info: Info) -> bool:
        """Nobody else learns who has."""
        rounds = await info.context.load(appraisal_queries.appraisals_of_proposals_by_id, self.id) or ()
        asked = [one.round for one in rounds if one.asked_at is not None]
        return bool(asked) and await info.context.load(appraisal_queries.own_rounds_by_id, self.id) == asked[-1]

    @computed("What staff think of it, for staff; none for residents.")
    async def reviews(self, info: Info) -> list[ProposalReview] | None:
        """Apart from what is answered."""
        if not info.context.actor.can(ProposalPermission.REVIEW):
            return None
        rows: Sequence[object] | None = await info.context.load(chain_queries.reviews_of_proposals_by_id, self.id)
        return [ProposalReview.of(row) for row in rows or ()]


@given
class ProposalFilter:
    """Which proposals are wanted; all that is given must hold."""

    community_id: GlobalID | None = ref("In this community.", "Community", optional=True)
    status: words.ProposalStatus | None = said("In this state.", default=None)
    origin: words.ProposalOrigin | None = said("Said first there.", default=None)
    is_mine: bool = said("Written by the resident who asks.", default=False)
    is_answer_owed: bool | None = said("Whether an answer is owed.", default=None)
    is_overdue: bool | None = said("Whether an answer is owed and late.", default=None)
    is_poorly_appraised: bool | None = said(
        "Whether residents appraised it poorly in a round that staff have not answered.", default=None
    )


@strawberry.type
class Query:
    """Reads of proposals."""

    @reads(Surface.TENANT, Surface.RESIDENT, filter="Which proposals are wanted; all where it is left out.")
    async def proposals(
        self, info: Info, filter: ProposalFilter | None = None, first: First = 20, after: After = None
    ) -> Connection[Proposal]:
        """The proposals that the caller may see, newest first."""
        wanted = plain(filter, queries.ProposalFilter) if filter else queries.ProposalFilter()
        found = await queries.list_proposals(await info.context.scope(), page(first, after), wanted)
        return Connection.of(Proposal, found)

    @reads(Surface.TENANT, Surface.RESIDENT, id="The proposal.")
    async def proposal(self, info: Info, id: GlobalID) -> Proposal | None:
        """One proposal with its whole chain, if the caller may see it."""
        return cast("Proposal | None", await fetch(info, Proposal, id))

    @reads(Surface.TENANT, Surface.RESIDENT, proposal_id="The proposal.")
    async def proposal_comments(
        self, info: Info, proposal_id: GlobalID, first: First = 20, after: After = None
    ) -> Connection[ProposalComment]:
        """What residents say for or against a proposal, newest first."""
        about = key_of(proposal_id, "Proposal", field=("proposal_id",))
        found = await chain_queries.list_comments(await info.context.scope(), page(first, after), about)
        return Connection.of(ProposalComment, found)

    @reads(Surface.TENANT, Surface.RESIDENT, community_id="Only of this community.")
    async def tea_talks(
        self, info: Info, community_id: GlobalID | None = None, first: First = 20, after: After = None
    ) -> Connection[TeaTalk]:
        """The president's afternoon teas, newest first."""
        where = key_of(community_id, "Community", field=("community_id",)) if community_id else None
        found = await queries.list_tea_talks(await info.context.scope(), page(first, after), where)
        return Connection.of(TeaTalk, found)

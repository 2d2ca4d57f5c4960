"""Moving, opening in need, linking and copying cases in the schema; all of it over the casework login."""

from uuid import UUID

import strawberry
from strawberry.relay import GlobalID

from backend.core.surfaces import Surface
from backend.modules.casework.actions import documents, emergencies, exporting, linking, moving
from backend.modules.casework.contract import case_words
from backend.modules.casework.contract.case_inputs import (
    CrisisReport,
    MoveDecision,
    NewDocument,
    NewLink,
    NewReferral,
    NewTransfer,
)
from graphql_schema.casework.cases import Case
from graphql_schema.casework.moves import CaseDocument, CaseMove
from graphql_schema.casework.stale import CaseInput, shown
from graphql_schema.context import Info
from graphql_schema.fields import Record, column, given, record
from graphql_schema.inputs import Creation, key, plain, ref, said
from graphql_schema.mutation import mutation


@record
class CaseExport(Record):
    """A case without the people in it: each is a number, the same in every export."""

    person: str = column("How the person is called in it.")
    text: str = column("The case as JSON.")


@given
class RequestTransferInput(Creation, CaseInput):
    """Who is to take a case over."""

    station_id: GlobalID = ref("Which station.", "Station")
    reason: str = said("Why, up to 4,000 characters.")
    worker_id: GlobalID | None = ref("Who there, if someone.", "StationWorker", optional=True)


@given
class ReferCaseInput(Creation, CaseInput):
    """Where the person is referred to."""

    agency: str = said("Which agency, up to 200 characters.")
    reason: str = said("Why, up to 4,000 characters.")


@given
class DecideTransferInput:
    """What came of a transfer or a referral."""

    move_id: GlobalID = ref("The move.", "CaseMove")
    state: case_words.MoveState = said("What it is now.")
    note: str | None = said("What there is to say of that.", default=None)


@given
class BreakGlassInput(CaseInput):
    """Why a case must be read by someone whose it is not."""

    reason: str = said("Why, 2 characters at least; its supervisors are told at once.")


@given
class RaiseCrisisInput(CaseInput):
    """Somebody is in danger."""

    note: str = said("What happened, up to 4,000 characters.")


@given
class ReportCrisisInput(CaseInput):
    """What was done about a crisis."""

    step: case_words.CrisisStep = said("What.")


@given
class LinkCasesInput(CaseInput):
    """Two cases that have to do with each other."""

    other_case_id: GlobalID = ref("The other.", "Case")
    relation: case_words.CaseRelation = said("What they have to do with each other.")


@given
class AddCaseDocumentInput(Creation, CaseInput):
    """A document of a case."""

    file_id: GlobalID = ref("An upload of the caller's own, made for this.", "File")


async def _case(info: Info, case_id: UUID) -> Case:
    case: Case = await shown(info, Case, case_id)
    return case


async def _move(info: Info, move_id: UUID) -> CaseMove:
    move: CaseMove = await shown(info, CaseMove, move_id)
    return move


@strawberry.type
class Mutation:
    """What is done with cases beside their phases."""

    @mutation(Surface.TENANT, over=Surface.CASEWORK)
    async def request_transfer(self, info: Info, input: RequestTransferInput) -> CaseMove:
        """Ask another station, or somebody of one's own, to take a case over, with the person's consent."""
        move = await moving.request_transfer(await info.context.scope(), plain(input, NewTransfer))
        return await _move(info, move.id)

    @mutation(Surface.TENANT, over=Surface.CASEWORK)
    async def refer_case(self, info: Info, input: ReferCaseInput) -> CaseMove:
        """Refer the person to an agency elsewhere, with their consent."""
        return await _move(info, (await moving.refer_case(await info.context.scope(), plain(input, NewReferral))).id)

    @mutation(Surface.TENANT, over=Surface.CASEWORK)
    async def decide_transfer(self, info: Info, input: DecideTransferInput) -> Case:
        """Accept, reject or revoke a transfer; write down what an agency said of a referral."""
        move = await moving.decide_transfer(await info.context.scope(), plain(input, MoveDecision))
        return await _case(info, move.case_id)

    @mutation(Surface.TENANT, over=Surface.CASEWORK)
    async def break_glass(self, info: Info, input: BreakGlassInput) -> Case:
        """Read a case that is not one's own, for a reason; it ends by itself."""
        scope, case_id = await info.context.scope(), key(input, "case_id")
        await emergencies.break_glass(scope, case_id, input.reason)
        return await _case(info, case_id)

    @mutation(Surface.TENANT, over=Surface.CASEWORK)
    async def raise_crisis(self, info: Info, input: RaiseCrisisInput) -> Case:
        """Say that somebody is in danger: a visit is due within hours, then those who must know are told."""
        scope, case_id = await info.context.scope(), key(input, "case_id")
        await emergencies.raise_crisis(scope, case_id, input.note)
        return await _case(info, case_id)

    @mutation(Surface.TENANT, over=Surface.CASEWORK)
    async def report_crisis(self, info: Info, input: ReportCrisisInput) -> Case:
        """Say what was done about a crisis."""
        crisis = await emergencies.report_crisis(await info.context.scope(), plain(input, CrisisReport))
        return await _case(info, crisis.case_id)

    @mutation(Surface.TENANT, over=Surface.CASEWORK)
    async def link_cases(self, info: Info, input: LinkCasesInput) -> Case:
        """Link two cases that have to do with each other."""
        return await _case(info, (await linking.link_cases(await info.context.scope(), plain(input, NewLink))).id)

    @mutation(Surface.TENANT, over=Surface.CASEWORK)
    async def add_case_document(self, info: Info, input: AddCaseDocumentInput) -> CaseDocument:
        """Make an upload of one's own a document of a case; the upload itself is forgotten."""
        made = await documents.add_case_document(await info.context.scope(), plain(input, NewDocument))
        document: CaseDocument = await shown(info, CaseDocument, made.id)
        return document

    @mutation(Surface.TENANT, over=Surface.CASEWORK)
    async def export_case(self, info: Info, input: CaseInput) -> CaseExport:
        """A redacted copy of a case for study, with the person's consent."""
        return CaseExport.of(await exporting.export_case(await info.context.scope(), key(input, "case_id")))

"""How cases are opened, steered through their phases and closed, in the schema; all of it over the casework login."""

from uuid import UUID

import strawberry
from strawberry.relay import GlobalID

from backend.core.surfaces import Surface
from backend.modules.casework.actions import assigning, cases, consents, phases
from backend.modules.casework.contract import case_words, words
from backend.modules.casework.contract.case_inputs import Assignment, CaseChange, Closing, NewCase, NewConsent, Step
from graphql_schema.casework.cases import Case
from graphql_schema.casework.stale import CaseInput, StaleVersionProblem, shown
from graphql_schema.context import Info
from graphql_schema.fields import given
from graphql_schema.inputs import Creation, key, plain, ref, said
from graphql_schema.mutation import mutation


@given
class OpenCaseInput(Creation):
    """A case to be opened."""

    station_id: GlobalID = ref("At which station.", "Station")
    resident_id: GlobalID = ref("Whom it is about.", "Resident")
    area: words.ServiceArea = said("What kind of help it is.")
    source: case_words.CaseSource = said("Where it came from.")
    problem: str = said("What brought the person here, up to 20,000 characters.")
    risk: case_words.RiskLevel = said("How much may go wrong how soon.", default=case_words.RiskLevel.LOW)
    has_name_hidden: bool = said("Whether others are not told whose it is.", default=False)
    is_separate: bool = said("Whether it is opened beside another of the same person, knowingly.", default=False)
    help_request_id: GlobalID | None = ref("The request that it answers.", "HelpRequest", optional=True)


@given
class UpdateCaseInput(CaseInput):
    """A case as it is to be; what is left out stays."""

    version: int = said("The version that was read.")
    risk: case_words.RiskLevel | None = said("How much may go wrong how soon.", default=None)
    area: words.ServiceArea | None = said("What kind of help it is.", default=None)
    has_name_hidden: bool | None = said("Whether others are not told whose it is.", default=None)
    problem: str | None = said("What brought the person here.", default=None)


@given
class RecordConsentInput(CaseInput):
    """What the person agreed to."""

    purpose: case_words.ConsentPurpose = said("To what.")
    form: case_words.ConsentForm = said("How it was said.")


@given
class WithdrawConsentInput(CaseInput):
    """What the person agrees to no longer."""

    purpose: case_words.ConsentPurpose = said("To what.")


@given
class AdvanceCaseInput(CaseInput):
    """The phase that a case goes on to."""

    phase: case_words.CasePhase = said("The one after its own.")


@given
class ReturnCaseInput(CaseInput):
    """The phase that a case goes back to."""

    phase: case_words.CasePhase = said("An earlier one.")
    reason: str = said("Why, 2 characters at least.")


@given
class AssignCaseInput(CaseInput):
    """Who is to work on a case."""

    worker_id: GlobalID = ref("Who of its station.", "StationWorker")
    role: case_words.CaseRole = said("As what.", default=case_words.CaseRole.PRIMARY)


@given
class UnassignCaseInput(CaseInput):
    """Who works on a case no longer."""

    worker_id: GlobalID = ref("Who.", "StationWorker")


@given
class CloseCaseInput(CaseInput):
    """Why a case is closed."""

    outcome: case_words.CaseOutcome = said("In a word.")
    reason: str = said("In words.")
    satisfaction: int | None = said("How content the person was, 1 to 5, if they said.", default=None)
    is_for_family: bool = said(
        "Whether open cases that it is linked with as of one family or household are closed with it: all of them,"
        " each approved and the caller's, or none.",
        default=False,
    )


@given
class ReopenCaseInput(CaseInput):
    """Why a case is opened again."""

    reason: str = said("In words.")


async def _case(info: Info, case_id: UUID) -> Case:
    case: Case = await shown(info, Case, case_id)
    return case


@strawberry.type
class Mutation:
    """Changes to the frame of cases."""

    @mutation(Surface.TENANT, over=Surface.CASEWORK)
    async def open_case(self, info: Info, input: OpenCaseInput) -> Case:
        """Open a case at a station that the caller works at."""
        case = await cases.open_case(await info.context.scope(), plain(input, NewCase))
        return await _case(info, case.id)

    @mutation(Surface.TENANT, over=Surface.CASEWORK, problems=(StaleVersionProblem,))
    async def update_case(self, info: Info, input: UpdateCaseInput) -> Case:
        """Change a case, of the version that was read."""
        case = await cases.update_case(await info.context.scope(), plain(input, CaseChange))
        return await _case(info, case.id)

    @mutation(Surface.TENANT, over=Surface.CASEWORK)
    async def record_consent(self, info: Info, input: RecordConsentInput) -> Case:
        """Write down what the person agreed to."""
        case = await consents.record_consent(await info.context.scope(), plain(input, NewConsent))
        return await _case(info, case.id)

    @mutation(Surface.TENANT, Surface.RESIDENT, over=Surface.CASEWORK)
    async def withdraw_consent(self, info: Info, input: WithdrawConsentInput) -> Case:
        """The person agrees no longer: said to a worker, or from their own phone."""
        scope, case_id = await info.context.scope(), key(input, "case_id")
        return await _case(info, (await consents.withdraw_consent(scope, case_id, input.purpose)).id)

    @mutation(Surface.TENANT, over=Surface.CASEWORK)
    async def advance_case(self, info: Info, input: AdvanceCaseInput) -> Case:
        """Take a case to the phase after its own."""
        return await _case(info, (await phases.advance_case(await info.context.scope(), plain(input, Step))).id)

    @mutation(Surface.TENANT, over=Surface.CASEWORK)
    async def return_case(self, info: Info, input: ReturnCaseInput) -> Case:
        """Take a case back to an earlier phase, with a reason."""
        return await _case(info, (await phases.return_case(await info.context.scope(), plain(input, Step))).id)

    @mutation(Surface.TENANT, over=Surface.CASEWORK)
    async def assign_case(self, info: Info, input: AssignCaseInput) -> Case:
        """Give a case to a worker of its station, by the station's supervisor."""
        case = await assigning.assign_case(await info.context.scope(), plain(input, Assignment))
        return await _case(info, case.id)

    @mutation(Surface.TENANT, over=Surface.CASEWORK)
    async def unassign_case(self, info: Info, input: UnassignCaseInput) -> Case:
        """Take someone off a case; from now on they read nothing of it."""
        scope = await info.context.scope()
        case = await assigning.unassign_case(scope, key(input, "case_id"), key(input, "worker_id"))
        return await _case(info, case.id)

    @mutation(Surface.TENANT, over=Surface.CASEWORK)
    async def close_case(self, info: Info, input: CloseCaseInput) -> Case:
        """Close a case whose closing was approved."""
        return await _case(info, (await phases.close_case(await info.context.scope(), plain(input, Closing))).id)

    @mutation(Surface.TENANT, over=Surface.CASEWORK)
    async def reopen_case(self, info: Info, input: ReopenCaseInput) -> Case:
        """Open a closed case again: it is assessed anew, and its history stays."""
        scope, case_id = await info.context.scope(), key(input, "case_id")
        return await _case(info, (await phases.reopen_case(scope, case_id, input.reason)).id)

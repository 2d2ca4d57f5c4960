"""Handling in the schema: what staff do with issues."""

from uuid import UUID

import strawberry
from strawberry.relay import GlobalID

from backend.core.surfaces import Surface
from backend.modules.issues import words
from backend.modules.issues.actions import escalating, extending, moderating, moving, parties
from backend.modules.issues.contract.inputs import Assignment, NewParty, Resolution, VisibilityChange
from backend.modules.issues.redacting import Area
from graphql_schema.context import Info
from graphql_schema.fields import given
from graphql_schema.inputs import Creation, key, plain, ref, said
from graphql_schema.issues.reporting import shown
from graphql_schema.issues.types import Issue
from graphql_schema.mutation import mutation


@given
class IssueMoveInput:
    """An issue, and what is said to its reporter."""

    issue_id: GlobalID = ref("The issue.", "Issue")
    note: str | None = said("What is said, up to 1,000 characters.", default=None)


@given
class AssignIssueInput(Creation):
    """Who is to handle an issue: someone, a department, or both."""

    issue_id: GlobalID = ref("The issue.", "Issue")
    handler_id: GlobalID | None = ref("A member of the staff.", "IssueHandler", optional=True)
    department: str | None = said("A department.", default=None)
    note: str | None = said("What is said.", default=None)


@given
class PauseIssueInput:
    """Why the clock is to stand still."""

    issue_id: GlobalID = ref("The issue.", "Issue")
    reason: words.PauseReason = said("The reason.")
    note: str | None = said("What is said.", default=None)


@given
class ResolveIssueInput:
    """What was done."""

    issue_id: GlobalID = ref("The issue.", "Issue")
    note: str = said("What was done.")
    photo_ids: list[GlobalID] = ref("Photos taken after it: uploads with the purpose PHOTO, one at least.", "File")


@given
class CloseIssueInput:
    """Why nothing is to be done."""

    issue_id: GlobalID = ref("The issue.", "Issue")
    outcome: words.IssueOutcome = said("DUPLICATE or NOT_AN_ISSUE.")
    note: str = said("What is said.")
    duplicate_of_id: GlobalID | None = ref("What it is the same as.", "Issue", optional=True)


@given
class EscalateIssueInput(Creation):
    """What the level below could not do."""

    issue_id: GlobalID = ref("The issue.", "Issue")
    note: str = said("What is asked of the level above.")


@given
class AddIssueNoteInput(Creation):
    """A note in the history."""

    issue_id: GlobalID = ref("The issue.", "Issue")
    note: str = said("The note.")
    is_internal: bool = said("Whether it is for staff alone.", default=True)


@given
class RequestExtensionInput:
    """More time that is wanted."""

    issue_id: GlobalID = ref("The issue.", "Issue")
    days: int = said("How many more working days.")
    reason: str = said("Why.")


@given
class DecideExtensionInput:
    """Whether there is more time."""

    extension_id: UUID = said("The request's id.")
    is_granted: bool = said("Whether it is granted.")
    note: str | None = said("What is said.", default=None)


@given
class AddIssuePartyInput:
    """A department that joins in."""

    issue_id: GlobalID = ref("The issue.", "Issue")
    department: str = said("The department.")
    is_lead: bool = said("Whether it leads.", default=False)
    task: str | None = said("What it is to do.", default=None)


@given
class FinishIssuePartyInput:
    """A department that has done its part."""

    party_id: UUID = said("Its id at the issue.")
    note: str | None = said("What was done.", default=None)


@given
class SetIssueVisibilityInput:
    """Who is to see an issue."""

    issue_id: GlobalID = ref("The issue.", "Issue")
    visibility: words.IssueVisibility = said("Who.")
    reason: str = said("Why.")


@given
class HideIssuePhotoInput(Creation):
    """A photo that shows what it should not."""

    photo_id: UUID = said("The photo's id.")
    reason: str = said("Why.")


@given
class PhotoAreaInput:
    """A rectangle of a photo, in shares of its width and height from its upper left corner (0 to 1)."""

    left: float = said("From the left edge.")
    top: float = said("From the upper edge.")
    width: float = said("How wide.")
    height: float = said("How high.")


@given
class ShowIssuePhotoInput(Creation):
    """A photo that somebody has looked at, and what others are not to recognize in it."""

    photo_id: UUID = said("The photo's id.")
    areas: list[PhotoAreaInput] = said("Faces, number plates and the like, 40 at most; none where it has none.")


@strawberry.type
class Mutation:
    """What staff do with issues."""

    @mutation(Surface.TENANT)
    async def accept_issue(self, info: Info, input: IssueMoveInput) -> Issue:
        """Take an issue on."""
        scope, issue_id = await info.context.scope(), key(input, "issue_id")
        return await shown(info, (await moving.accept_issue(scope, issue_id, input.note)).id)

    @mutation(Surface.TENANT)
    async def assign_issue(self, info: Info, input: AssignIssueInput) -> Issue:
        """Hand an issue to someone, to a department, or both."""
        scope, issue_id = await info.context.scope(), key(input, "issue_id")
        return await shown(info, (await moving.assign_issue(scope, issue_id, plain(input, Assignment))).id)

    @mutation(Surface.TENANT)
    async def start_issue(self, info: Info, input: IssueMoveInput) -> Issue:
        """Begin the work."""
        scope, issue_id = await info.context.scope(), key(input, "issue_id")
        return await shown(info, (await moving.start_issue(scope, issue_id, input.note)).id)

    @mutation(Surface.TENANT)
    async def pause_issue(self, info: Info, input: PauseIssueInput) -> Issue:
        """Stop the clock of an issue, for a reason."""
        scope, issue_id = await info.context.scope(), key(input, "issue_id")
        return await shown(info, (await moving.pause_issue(scope, issue_id, input.reason, input.note)).id)

    @mutation(Surface.TENANT)
    async def resume_issue(self, info: Info, input: IssueMoveInput) -> Issue:
        """Let the clock of an issue run again."""
        scope, issue_id = await info.context.scope(), key(input, "issue_id")
        return await shown(info, (await moving.resume_issue(scope, issue_id, input.note)).id)

    @mutation(Surface.TENANT)
    async def resolve_issue(self, info: Info, input: ResolveIssueInput) -> Issue:
        """Say that an issue is solved, with a photo taken after the work."""
        scope, issue_id = await info.context.scope(), key(input, "issue_id")
        return await shown(info, (await moving.resolve_issue(scope, issue_id, plain(input, Resolution))).id)

    @mutation(Surface.TENANT)
    async def close_issue(self, info: Info, input: CloseIssueInput) -> Issue:
        """End an issue that is the same as another, or none."""
        scope, issue_id = await info.context.scope(), key(input, "issue_id")
        other = key(input, "duplicate_of_id")
        return await shown(info, (await moving.close_issue(scope, issue_id, input.outcome, input.note, other)).id)

    @mutation(Surface.TENANT)
    async def escalate_issue(self, info: Info, input: EscalateIssueInput) -> Issue:
        """Hand an issue up by one level of the grid."""
        scope, issue_id = await info.context.scope(), key(input, "issue_id")
        return await shown(info, (await escalating.escalate_issue(scope, issue_id, input.note)).id)

    @mutation(Surface.TENANT)
    async def add_issue_note(self, info: Info, input: AddIssueNoteInput) -> Issue:
        """Write into the history of an issue."""
        scope, issue_id = await info.context.scope(), key(input, "issue_id")
        noted = await moving.add_issue_note(scope, issue_id, input.note, is_internal=input.is_internal)
        return await shown(info, noted.id)

    @mutation(Surface.TENANT)
    async def request_extension(self, info: Info, input: RequestExtensionInput) -> Issue:
        """Ask for more time."""
        scope, issue_id = await info.context.scope(), key(input, "issue_id")
        return await shown(info, (await extending.request_extension(scope, issue_id, input.days, input.reason)).id)

    @mutation(Surface.TENANT)
    async def decide_extension(self, info: Info, input: DecideExtensionInput) -> Issue:
        """Grant or refuse more time."""
        scope = await info.context.scope()
        decided = await extending.decide_extension(
            scope, input.extension_id, is_granted=input.is_granted, note=input.note
        )
        return await shown(info, decided.id)

    @mutation(Surface.TENANT)
    async def add_issue_party(self, info: Info, input: AddIssuePartyInput) -> Issue:
        """Let a department handle an issue along."""
        scope, issue_id = await info.context.scope(), key(input, "issue_id")
        return await shown(info, (await parties.add_issue_party(scope, issue_id, plain(input, NewParty))).id)

    @mutation(Surface.TENANT)
    async def finish_issue_party(self, info: Info, input: FinishIssuePartyInput) -> Issue:
        """Note that a department has done its part."""
        scope = await info.context.scope()
        return await shown(info, (await parties.finish_issue_party(scope, input.party_id, input.note)).id)

    @mutation(Surface.TENANT)
    async def set_issue_visibility(self, info: Info, input: SetIssueVisibilityInput) -> Issue:
        """Say who sees an issue."""
        scope, issue_id = await info.context.scope(), key(input, "issue_id")
        changed = await moderating.set_issue_visibility(scope, issue_id, plain(input, VisibilityChange))
        return await shown(info, changed.id)

    @mutation(Surface.TENANT)
    async def hide_issue_photo(self, info: Info, input: HideIssuePhotoInput) -> Issue:
        """Keep a photo from everybody but those who handle issues."""
        scope = await info.context.scope()
        return await shown(info, (await moderating.hide_issue_photo(scope, input.photo_id, input.reason)).id)

    @mutation(Surface.TENANT)
    async def show_issue_photo(self, info: Info, input: ShowIssuePhotoInput) -> Issue:
        """Show a photo to whoever sees the issue, with these areas made unrecognizable."""
        scope, areas = await info.context.scope(), [plain(area, Area) for area in input.areas]
        return await shown(info, (await moderating.show_issue_photo(scope, input.photo_id, areas)).id)

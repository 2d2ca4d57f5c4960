"""The schema's conventions: descriptions, mutations of one shape, pages for lists, keys for creations."""

from collections.abc import Iterator
from typing import Any, Final

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    build_schema,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    specified_scalar_types,
)

from backend.commands.documents import SCHEMA, schema_text
from graphql_schema.list_sizes import PAGE_ARGUMENTS
from graphql_schema.schema import schema

GRAPHQL: Final = schema._schema
# Mutations that are told nothing.
WITHOUT_INPUT: Final = {"beginTotp", "markAllNotificationsRead"}
# Creations without an idempotency key, each with why a second try does no harm.
WITHOUT_KEY: Final = {
    "createPartyOrg": "names are unique beneath one parent: a second try is refused",
    "createGrid": "codes are unique at any time: a second try is refused",
    "createUnits": "door numbers are unique: a second try is refused",
    "inviteStaff": "an account has a role once: a second try is refused",
    "addDefaultCategories": "what is there already is left as it is",
    "addIssueParty": "a department joins once: a second try is refused",
    "raiseCrisis": "one crisis of a case is open at a time: a second try is refused",
    "createWebhook": "its answer holds a secret, which is told once",
    "createOpen311Client": "its answer holds a secret, which is told once",
}
CREATING: Final = (
    *("create", "register", "checkIn", "allot", "apply", "invite", "start"),
    *("add", "block", "comment", "open", "plan", "post", "raise"),
)
# What only sounds like a creation.
NOT_CREATING: Final = {"applyRosterImport", "checkInBooking", "startIssue", "startRound"}
# Lists of objects without pages, each with what bounds it.
BOUNDED: Final = {
    "MentorMatch.meetings": "one a day, while two people learn from each other",
    "ModelBuilding.items": "eight items",
    "Need.claims": "one at a time, and few are given back",
    "Need.matches": "ten offers",
    "MonthlyBrief.communities": "the communities in care of one branch, on one page",
    "MonthlyBrief.meetings": "100 at most",
    "MonthlyBrief.notices": "100 at most",
    "NoticeAnswer.evidence": "nine photos a reply",
    "OversightCoverage.gaps": "an enumeration",
    "OversightCoverage.modes": "an enumeration",
    "PartyOrg.officers": "the offices of one organisation",
    "SupervisionNotice.answers": "the rounds of one notice",
    "Allotment.beds": "500 beds an allotment",
    "Booking.equipment": "what goes with one booking",
    "BookingSeries.bookings": "60 dates a series",
    "AttendanceRow.marks": "the sessions of one course",
    "AttendanceSheet.rows": "500 seats a course",
    "AttendanceSheet.sessions": "the sessions of one course",
    "Case.accesses": "the glass of one case",
    "Case.activities": "what its plan asks for",
    "Case.crises": "one open at a time",
    "Case.documents": "the documents of one case",
    "Case.links": "the family and household of one person",
    "Case.closings": "each was approved",
    "Case.consents": "four purposes, each given anew as often as it was withdrawn",
    "Case.steps": "the phases of one case",
    "Case.workers": "the staff of one station",
    "CaseContent.approvals": "what one case laid before its supervisor",
    "CaseContent.goals": "20 goals a plan",
    "CaseContent.returns": "the phases of one case",
    "CaseGoal.scores": "how far one goal was, each time",
    "CaseKpis.buckets": "an enumeration",
    "CaseKpis.byArea": "an enumeration",
    "CaseKpis.byPhase": "an enumeration",
    "CaseKpis.byRisk": "an enumeration",
    "CaseKpis.loads": "the staff of one station",
    "CaseNote.earlier": "the versions of one note",
    "GroupContent.approvals": "what one group laid before its supervisor",
    "GroupContent.members": "the people of one group",
    "GroupContent.sessions": "the sessions of one group",
    "StationGroup.steps": "the phases of one group",
    "CertificatesIssued.certificates": "500 seats a course",
    "Community.buildings": "the buildings of one community",
    "Community.governance": "changes of mode in one community",
    "Council.bodies": "30 bodies a council",
    "Council.decisions": "what one sitting decides",
    "Council.items": "50 items a council",
    "Council.topics": "200 at most",
    "CouncilDecision.tasks": "20 tasks a decision",
    "Council.myAnswers": "one for each of its ten questions",
    "CouncilForm.questions": "ten questions",
    "CouncilAnswersRead.seats": "100 seats asked for",
    "RevealedCouncilSeat.answers": "ten questions",
    "CouncilReport.byKind": "an enumeration",
    "Coverage.modes": "an enumeration",
    "Coverage.subdistricts": "Minhang's streets and towns by an enumeration",
    "Dimension.values": "an enumeration",
    "District.forms": "the forms that are declared",
    "District.measures": "what the modules declare",
    "District.ranking": "600 groups at most, as its argument says",
    "District.series": "40 groups at most",
    "DistrictCommunity.figures": "what the modules declare",
    "DistrictForm.lines": "the lines of one form",
    "DistrictQuality.operators": "the operators of one district",
    "DistrictSnapshot.changes": "what the modules declare, by group",
    "DistrictSnapshot.figures": "what the modules declare, by group",
    "DistrictSummary.figures": "what the modules declare",
    "DistrictUpdate.figures": "what the modules declare",
    "FormLine.cells": "the district and its 14 streets and towns",
    "Employer.allotments": "those that last",
    "Figure.cells": "the product of two enumerations",
    "Course.sessions": "the sessions of one course",
    "Enrolment.attendance": "the sessions of one course",
    "Floor.units": "the doors of one floor",
    "Grid.children": "the grids beneath one",
    "Grid.counts": "enumerations",
    "Grid.coverages": "the places of one grid",
    "Grid.members": "1+5+X",
    "Issue.extensions": "one open at a time",
    "Issue.parties": "the departments at one issue",
    "Issue.photos": "nine a step",
    "OverseenIssue.steps": "a handful a month, by the moves that are allowed",
    "Issue.councils": "an issue stands on the agenda of a few",
    "Issue.steps": "the history of one issue",
    "IssueReport.byCategory": "the categories of one operator",
    "IssueReport.byLevel": "an enumeration",
    "Me.memberships": "the roles of one account",
    "Query.availability": "31 days of one grid",
    "Poll.options": "50 options a poll",
    "Poll.rounds": "a round for each option at most",
    "Proposal.answers": "the answers to one proposal",
    "Proposal.chain": "what happened to one proposal",
    "Proposal.projects": "what is done about one proposal",
    "Proposal.reviews": "the notes on one proposal",
    "Measure.by": "two dimensions at most",
    "OperatorQuality.faults": "what the modules check",
    "PatrolRoute.points": "100 points a route",
    "PatrolRound.sights": "100 points a route",
    "Query.buildingsToCover": "the buildings of one community",
    "Query.checkOutPreview": "a few lines for each module",
    "Query.issueRepetitions": "50 at most",
    "Query.similarIssues": "five at most",
    "Resident.stays": "the stays of one person",
    "RoomMap.counts": "an enumeration",
    "RoomMap.floors": "120 floors a building",
    "RosterImport.columns": "what a column can say",
    "RosterImport.counts": "an enumeration",
    "RosterRow.problems": "the cells of one row",
    "SeriesConflicting.conflicts": "60 dates a series",
    "SeriesDate.alternatives": "six",
    "SeriesPreview.dates": "60 dates a series",
    "SlotTaken.alternatives": "six",
    "Space.audiences": "20 a space",
    "Space.availability": "31 days of one grid",
    "Space.equipment": "what one space lends",
    "Space.hours": "50 a space",
    "Space.parts": "the parts of one space",
    "Space.quotas": "10 a space",
    "Query.spaceBoard": "the spaces of one community",
    "Query.spaceUse": "the hours of the day",
    "SpaceAvailability.times": "seven days of one grid",
    **dict.fromkeys(("Series.points", "OwnCommunity.series", "OwnReport.series"), "400 days"),
    "OwnReport.cells": "the product of two enumerations",
    "Query.ownMeasures": "what the modules declare",
    **dict.fromkeys((f"SpaceBoardRow.{one}" for one in ("blocks", "bookings", "openings")), "a month of one space"),
    "SessionsGenerated.sessions": "60 sessions a mutation",
    "SessionsGenerated.skipped": "the days of one term",
    "Stay.people": "the people of one unit",
    "Station.communities": "the communities of one operator",
    "Station.workers": "the staff of one station",
    "TallyRound.tallies": "50 options a poll",
    "UnitOnMap.beds": "24 beds a unit",
    "UnitsCreated.units": "500 units a mutation",
}


def undescribed(graphql: GraphQLSchema) -> Iterator[str]:
    """Everything that has no description."""
    for name, type_ in graphql.type_map.items():
        if name.startswith("__") or name in specified_scalar_types:
            continue
        if not type_.description and name not in ("Query", "Mutation", "Subscription", "UUID"):
            yield name
        if isinstance(type_, GraphQLEnumType):
            continue
        for field_name, field in getattr(type_, "fields", {}).items():
            if not field.description:
                yield f"{name}.{field_name}"
            for argument_name, argument in getattr(field, "args", {}).items():
                if not argument.description:
                    yield f"{name}.{field_name}({argument_name})"


def odd_mutations(graphql: GraphQLSchema) -> Iterator[str]:
    """Mutations of another shape than `field(input: X!): Success | Refusal …`."""
    problem: Any = graphql.type_map["Problem"]
    for name, field in _root(graphql, "Mutation").items():
        if list(field.args) != ([] if name in WITHOUT_INPUT else ["input"]):
            yield f"{name} takes {list(field.args)}"
        union = get_named_type(field.type)
        if not isinstance(union, GraphQLUnionType):
            yield f"{name} answers {field.type}"
            continue
        problems = [one for one in union.types if problem in one.interfaces]
        if len(problems) != len(union.types) - 1:
            yield f"{name} answers {[one.name for one in union.types]}"


def keyless_creations(graphql: GraphQLSchema) -> Iterator[str]:
    """Creations whose input has no idempotency key."""
    for name, field in _root(graphql, "Mutation").items():
        if not name.startswith(CREATING) or name in NOT_CREATING:
            continue
        given = [get_named_type(argument.type) for argument in field.args.values()]
        if not any(isinstance(one, GraphQLInputObjectType) and "idempotencyKey" in one.fields for one in given):
            yield name


def unpaged_lists(graphql: GraphQLSchema) -> Iterator[str]:
    """Lists of objects that are neither a connection's edges nor hold a page argument."""
    for name, type_ in graphql.type_map.items():
        if not isinstance(type_, GraphQLObjectType | GraphQLInterfaceType) or name.startswith("__"):
            continue
        for field_name, field in type_.fields.items():
            is_list = isinstance(get_nullable_type(field.type), GraphQLList)
            if is_list and not is_leaf_type(get_named_type(field.type)) and not name.endswith("Connection"):
                yield f"{name}.{field_name}"


def odd_connections(graphql: GraphQLSchema) -> Iterator[str]:
    """Fields that answer a connection and do not page it, or the other way round."""
    for name, type_ in graphql.type_map.items():
        for field_name, field in getattr(type_, "fields", {}).items():
            pages = any(argument in PAGE_ARGUMENTS for argument in getattr(field, "args", {}))
            if pages != get_named_type(field.type).name.endswith("Connection"):
                yield f"{name}.{field_name}"


def _root(graphql: GraphQLSchema, name: str) -> dict[str, Any]:
    root = graphql.type_map[name]
    assert isinstance(root, GraphQLObjectType)
    fields: dict[str, Any] = root.fields
    return fields


def test_everything_has_a_description() -> None:
    assert list(undescribed(GRAPHQL)) == []


def test_every_mutation_takes_one_input_and_answers_success_or_problems() -> None:
    assert list(odd_mutations(GRAPHQL)) == []


def test_every_creation_takes_an_idempotency_key_or_does_no_harm_twice() -> None:
    assert set(keyless_creations(GRAPHQL)) == set(WITHOUT_KEY)


def test_every_list_is_paged_or_bounded_by_nature() -> None:
    assert set(unpaged_lists(GRAPHQL)) == set(BOUNDED)
    assert list(odd_connections(GRAPHQL)) == []


def test_planted_faults_of_a_schema_are_found() -> None:
    planted = build_schema(
        '''
        type Query { beds: [Bed!]!  pages(first: Int): Bed  plain: BedConnection }
        type Mutation { checkIn(bed: ID!): Bed!  createBed(input: BedInput!): CreateBedResult }
        """A bed."""
        type Bed { """Its label.""" label: String }
        """Beds."""
        type BedConnection { """All.""" edges: [Bed!] }
        """What to make."""
        input BedInput { """Its label.""" label: String }
        """A refusal."""
        interface Problem { """Why.""" code: String }
        """What came of it."""
        union CreateBedResult = Bed | BedConnection
        '''
    )
    assert list(undescribed(planted)) == [
        "Query.beds", "Query.pages", "Query.pages(first)", "Query.plain", "Mutation.checkIn", "Mutation.checkIn(bed)",
        "Mutation.createBed", "Mutation.createBed(input)",
    ]  # fmt: skip
    assert list(odd_mutations(planted)) == [
        "checkIn takes ['bed']", "checkIn answers Bed!", "createBed answers ['Bed', 'BedConnection']",
    ]  # fmt: skip
    assert list(keyless_creations(planted)) == ["checkIn", "createBed"]
    assert list(unpaged_lists(planted)) == ["Query.beds"]
    assert list(odd_connections(planted)) == ["Query.pages", "Query.plain"]


def test_the_schema_that_is_checked_in_is_the_schema() -> None:
    assert SCHEMA.read_text(encoding="utf8") == schema_text()

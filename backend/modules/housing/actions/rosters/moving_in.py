"""Residents and stays that a roster brings: many by bulk, moves one by one as a front desk would make them."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import update

from backend.core.copying import Row, copy_entities, copy_rows, table_of
from backend.modules.housing.actions.residents import sealed_resident
from backend.modules.housing.actions.rosters.decisions import Decision, relation_of
from backend.modules.housing.actions.rosters.ledger_view import PlaceView
from backend.modules.housing.actions.rosters.loading import Loaded, among
from backend.modules.housing.contract.events import StayTransferred
from backend.modules.housing.contract.inputs import NewResident, NewStay
from backend.modules.housing.contract.permissions import REGISTRATION_DAYS
from backend.modules.housing.ledger.holding import hold_many
from backend.modules.housing.ledger.places import lock_places
from backend.modules.housing.ledger.stays import close_stay, lock_stay, new_stay, open_stay
from backend.modules.housing.models.residents import Resident, ResidentNameToken
from backend.modules.housing.models.rosters import RosterImport
from backend.modules.housing.models.stays import Stay
from backend.modules.housing.roster.model import Political, RosterRow
from backend.modules.housing.roster.said import SaidRow
from backend.modules.housing.words import PartyStatus, Relation, RosterRowKind
from tenants.scope import Scope

_PARTY = {
    None: PartyStatus.NOT_STATED,
    Political.PARTY: PartyStatus.PARTY_MEMBER,
    Political.PROBATIONARY_PARTY: PartyStatus.PARTY_MEMBER,
    Political.LEAGUE: PartyStatus.LEAGUE_MEMBER,
    Political.NONE: PartyStatus.NONE,
}
Taken = tuple[RosterRow, Decision]


async def move_stay(scope: Scope, roster: RosterImport, decision: Decision) -> None:
    """Close a stay and open another in its stead, for everyone who lives in it."""
    left, there, place = decision.left, decision.stay, decision.place
    if left is None or there is None or place is None or decision.ends_on is None:
        raise RuntimeError("a move has a stay to leave and a place to go to")
    (locked,) = await lock_places(scope, place.key)
    stay = await lock_stay(scope, left.id)
    new = NewStay(
        unit_id=place.unit.id,
        bed_id=place.bed.id if place.bed else None,
        resident_id=stay.lead_resident_id,
        starts_on=there.starts_on,
        ends_on=decision.ends_on,
        employer_id=stay.employer_id,
        import_id=roster.id,
    )
    people = [(one.person.id, one.relation) for one in decision.movers]
    await close_stay(scope, stay, new.starts_on)
    moved = await open_stay(scope, locked, new, people, over_limit_reason=None, previous=stay)
    # Rows that let someone else live along know it by the id that was foreseen.
    there.id = moved.id
    scope.record(
        "transfer_stay",
        "Stay",
        moved.id,
        community_id=moved.community_id,
        previous_stay_id=str(stay.id),
        moves_on=new.starts_on.isoformat(),
    )
    scope.emit(
        StayTransferred(moved.id, stay.id, moved.community_id, moved.lead_resident_id, stay.community_id, new.starts_on)
    )


async def settle_newcomers(
    scope: Scope, roster: RosterImport, loaded: Loaded, taken: Sequence[tuple[SaidRow, Decision]]
) -> None:
    """Register who is new, and house everyone who moves in or once lived here, by a few statements in all."""
    entries = [
        (said.row, decision)
        for said, decision in taken
        if said.row is not None and decision.kind in (RosterRowKind.MOVE_IN, RosterRowKind.HISTORY)
    ]
    if not entries:
        return
    await _register(scope, roster, loaded, entries)
    days = await scope.limit(REGISTRATION_DAYS)
    stays: dict[UUID, Stay] = {}
    beds: list[Row] = []
    people: list[Row] = []
    for row, decision in entries:
        stay, place, person = decision.stay, decision.place, decision.person
        if stay is None or place is None or person is None:
            raise RuntimeError("someone who moves in has a stay and a place")
        period = (loaded.places.community.id, row.starts_on, decision.ends_on)
        is_lead = stay.lead_id == person.id
        if is_lead:
            stays[stay.id] = _row_of(stay.id, place, row, decision, roster, days)
            beds += [(bed.id, place.unit.id, place.unit.building_id, stay.id, *period) for bed in place.beds]
        people.append((person.id, Relation.LEAD if is_lead else relation_of(row.relation), stay.id, *period))
    await hold_many(scope, list(stays.values()), beds, people)
    await _settle_in(scope, roster, entries)


def _row_of(
    stay_id: UUID, place: PlaceView, row: RosterRow, decision: Decision, roster: RosterImport, days: int
) -> Stay:
    if decision.person is None or decision.ends_on is None or decision.stay is None:
        raise RuntimeError("someone who moves in has a stay")
    new = NewStay(
        unit_id=place.unit.id,
        bed_id=place.bed.id if place.bed else None,
        resident_id=decision.person.id,
        starts_on=row.starts_on,
        ends_on=decision.ends_on,
        employer_id=decision.stay.employer_id,
        import_id=roster.id,
    )
    stay = new_stay(new, roster.community_id, days)
    stay.id = stay_id
    return stay


async def _register(scope: Scope, roster: RosterImport, loaded: Loaded, entries: Sequence[Taken]) -> None:
    newcomers: dict[UUID, Taken] = {}
    for row, decision in entries:
        if decision.person is not None and decision.person.is_new:
            newcomers.setdefault(decision.person.id, (row, decision))
    source = f"import:{roster.id}"
    made = await asyncio.to_thread(_sealed, loaded, newcomers, source)
    # In the order of the unique index, so that two imports of the same people do not wait for each other in a circle.
    residents = sorted((resident for resident, _ in made), key=lambda one: one.document_index or b"")
    await copy_entities(scope.session, residents)
    tokens = [(scope.operator_id, token["token"], token["resident_id"]) for _, found in made for token in found]
    if tokens:
        columns = ("operator_id", "token", "resident_id")
        await copy_rows(scope.session, table_of(ResidentNameToken), columns, tokens)


def _sealed(
    loaded: Loaded, newcomers: dict[UUID, Taken], source: str
) -> list[tuple[Resident, list[dict[str, object]]]]:
    return [
        sealed_resident(loaded.key, _resident_of(row), source, resident_id)
        for resident_id, (row, _) in newcomers.items()
    ]


def _resident_of(row: RosterRow) -> NewResident:
    emergency = " ".join(part for part in (row.emergency_name, row.emergency_phone) if part)
    status = _PARTY[row.political]
    return NewResident(
        name=row.name,
        document_kind=row.document.kind,
        document_number=row.document.number,
        phone=row.phone,
        # Whoever started the import has confirmed it, for all that the file says; the import keeps who and when.
        has_consented=True,
        emergency_contact=emergency or None,
        party_status=status,
        has_consented_to_party_status=status is not PartyStatus.NOT_STATED,
        skills=row.skills,
        lives_alone=row.lives_alone,
    )


async def _settle_in(scope: Scope, roster: RosterImport, entries: Sequence[Taken]) -> None:
    ids = {
        decision.person.id
        for _, decision in entries
        if decision.person is not None and decision.kind is RosterRowKind.MOVE_IN
    }
    await scope.session.execute(
        update(Resident)
        .where(among(Resident.id, sorted(ids)))
        .values(community_id=roster.community_id)
        .execution_options(synchronize_session=False)
    )

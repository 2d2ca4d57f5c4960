"""Who may import a roster, whose it is, and what it never tells."""

import datetime as dt
import json
from uuid import UUID

import pytest
from sqlalchemy import func, select, text

from backend.core import clock
from backend.core.errors import Forbidden, NotFound
from backend.core.ids import new_id
from backend.modules.files.contract import FileAlreadyAttached
from backend.modules.housing.actions.residents import reveal_document
from backend.modules.housing.actions.roster_imports import (
    apply_roster_import,
    cancel_roster_import,
    start_roster_import,
)
from backend.modules.housing.contract.refusals import ConsentMissing, RosterNotReady
from backend.modules.housing.models.residents import Resident
from backend.modules.housing.models.rosters import RosterImport, RosterLine
from backend.modules.housing.models.stays import Stay
from backend.modules.housing.words import RosterStatus
from backend.modules.messaging.models import Notification
from tenants.audit import AuditEntry
from tenants.models import Operator
from tenants.outbox import OutboxRow
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.conftest import acting, new_operator
from tests.housing.factories import Home, a_document, make_home, make_resident, make_stay
from tests.housing.imports import (
    DAY,
    TODAY,
    a_row,
    a_sheet,
    confirmed,
    current,
    imported,
    kinds,
    lines_of,
    previewed,
    start,
    upload,
    work,
)


async def test_consent_is_confirmed_by_name_and_time_or_nothing_is_read(manager: Actor, home: Home) -> None:
    file_id = await upload(manager, a_sheet(a_row(1)))
    with pytest.raises(ConsentMissing):
        async with open_scope(manager) as scope:
            await start_roster_import(scope, file_id, home.community_id, has_consent=False)
    async with open_scope(manager) as scope:
        roster = await start_roster_import(scope, file_id, home.community_id, has_consent=True)
    assert roster.consent_confirmed_by == str(manager.account_id)
    assert clock.now() - roster.consent_confirmed_at < dt.timedelta(minutes=1)
    await confirmed_after(manager, roster.id)
    async with open_scope(manager, read_only=True) as scope:
        person = await scope.session.scalar(select(Resident))
        assert person is not None
        assert person.consent_source == f"import:{roster.id}"


async def confirmed_after(actor: Actor, import_id: UUID) -> None:
    await work(actor.operator)
    await confirmed(actor, import_id)


async def test_a_file_serves_one_import_of_its_uploader(operator: Operator, manager: Actor, home: Home) -> None:
    file_id = await upload(manager, a_sheet(a_row(1)))
    with pytest.raises(NotFound):
        async with open_scope(acting(operator, Role.FRONT_DESK)) as scope:
            await start_roster_import(scope, file_id, home.community_id, has_consent=True)
    async with open_scope(manager) as scope:
        await start_roster_import(scope, file_id, home.community_id, has_consent=True)
    with pytest.raises(FileAlreadyAttached):
        async with open_scope(manager) as scope:
            await start_roster_import(scope, file_id, home.community_id, has_consent=True)


async def test_only_who_may_change_the_inventory_lets_an_import_make_places(desk: Actor, home: Home) -> None:
    file_id = await upload(desk, a_sheet(a_row(1)))
    with pytest.raises(Forbidden):
        async with open_scope(desk) as scope:
            await start_roster_import(scope, file_id, home.community_id, has_consent=True, creates_places=True)


async def test_an_import_is_applied_once_and_a_cancelled_one_never(manager: Actor, home: Home) -> None:
    roster = await imported(manager, home.community_id, a_sheet(a_row(1)))
    with pytest.raises(RosterNotReady):
        async with open_scope(manager) as scope:
            await apply_roster_import(scope, roster.id)
    import_id = await start(manager, home.community_id, a_sheet(a_row(2)))
    async with open_scope(manager) as scope:
        await cancel_roster_import(scope, import_id)
    await work(manager.operator)
    assert (await current(manager, import_id)).status is RosterStatus.CANCELLED
    assert await lines_of(manager, import_id) == []
    with pytest.raises(RosterNotReady):
        async with open_scope(manager) as scope:
            await apply_roster_import(scope, import_id)


async def test_another_operator_and_staff_of_other_communities_find_no_import(
    operator: Operator, manager: Actor, home: Home
) -> None:
    roster = await previewed(manager, home.community_id, a_sheet(a_row(1)))
    stranger = acting(await new_operator(), Role.COMMUNITY_MANAGER)
    limited = acting(operator, Role.COMMUNITY_MANAGER, community_ids=(new_id(),))
    for actor in (stranger, limited):
        with pytest.raises(NotFound):
            await current(actor, roster.id)
        assert await lines_of(actor, roster.id) == []
        for act in (apply_roster_import, cancel_roster_import):
            with pytest.raises(NotFound):
                async with open_scope(actor) as scope:
                    await act(scope, roster.id)
        file_id = await upload(actor, a_sheet(a_row(1)))
        with pytest.raises(NotFound):
            async with open_scope(actor) as scope:
                await start_roster_import(scope, file_id, home.community_id, has_consent=True)
    assert (await current(manager, roster.id)).status is RosterStatus.PREVIEWED


async def test_staff_of_one_community_move_nobody_out_of_another(
    operator: Operator, manager: Actor, home: Home
) -> None:
    document = a_document()
    async with open_scope(manager) as scope:
        elsewhere = await make_home(scope)
        person = await make_resident(scope, document_number=document)
        await make_stay(scope, elsewhere, 0, resident_id=person.id, starts_on=TODAY - 20 * DAY)
    limited = acting(operator, Role.COMMUNITY_MANAGER, community_ids=(home.community_id,))
    sheet = a_sheet(a_row(1, TODAY - 2 * DAY, document=document))
    refused = await imported(limited, home.community_id, sheet)
    assert await kinds(limited, refused) == ["RESIDENT_ALREADY_HOUSED"]
    allowed = await imported(manager, home.community_id, sheet)
    assert await kinds(manager, allowed) == ["TRANSFER"]


async def test_staff_of_one_community_do_not_claim_whoever_lives_in_another(
    operator: Operator, manager: Actor, home: Home
) -> None:
    document = a_document()
    async with open_scope(manager) as scope:
        elsewhere = await make_home(scope)
        person = await make_resident(scope, document_number=document)
        await make_stay(scope, elsewhere, 0, resident_id=person.id, ends_on=TODAY + 10 * DAY)
    limited = acting(operator, Role.FRONT_DESK, community_ids=(home.community_id,))
    sheet = a_sheet(a_row(1, TODAY + 20 * DAY, document=document))
    refused = await imported(limited, home.community_id, sheet)
    assert await kinds(limited, refused) == ["RESIDENT_ALREADY_HOUSED"]
    with pytest.raises(NotFound):
        async with open_scope(limited) as scope:
            await reveal_document(scope, person.id, "登记")
    allowed = await imported(manager, home.community_id, sheet)
    assert await kinds(manager, allowed) == ["MOVE_IN"]


async def test_a_resident_or_a_social_worker_imports_nothing(operator: Operator, home: Home) -> None:
    for role in (Role.SOCIAL_WORKER, Role.STATION_SUPERVISOR):
        with pytest.raises(Forbidden):
            async with open_scope(acting(operator, role)) as scope:
                await start_roster_import(scope, new_id(), home.community_id, has_consent=True)


async def test_what_a_roster_says_of_people_is_readable_nowhere(
    manager: Actor, home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    document, bad = a_document(), "310199199001011239"
    secrets = [document, bad, "皇甫鸣谦", "欧阳错", "13987650001", "13987650002"]
    sheet = a_sheet(
        a_row(1, name="皇甫鸣谦", document=document, phone="13987650001"),
        a_row(2, name="欧阳错", document=bad, phone="13987650002"),
    )
    roster = await imported(manager, home.community_id, sheet)
    assert roster.counts["FAILED"] == 1
    said = caplog.text
    async with open_scope(manager, read_only=True) as scope:
        for table in (OutboxRow, AuditEntry, Notification, RosterImport, RosterLine, Resident, Stay):
            name = table.__tablename__
            rows = await scope.session.scalars(select(func.to_jsonb(text(name))).select_from(text(name)))
            said += json.dumps(rows.all(), ensure_ascii=False)
    assert str(roster.id) in said
    for secret in secrets:
        assert secret not in said
        assert secret.encode().hex() not in said

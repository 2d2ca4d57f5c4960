"""Who acts across the wall between an operator and `shared`: each with the little that it may."""

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from backend.core.surfaces import Surface
from backend.modules.files.contract import FilePermission
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.party.contract.permissions import PartyPermission
from tenants.scope import Actor, system_actor


def desk_of(operator_id: UUID) -> Actor:
    """Looks at an operator's communities, for the directory of the district."""
    return system_actor(operator_id, "party.directory", HousingPermission.VIEW)


def registrar() -> Actor:
    """Keeps the directory of communities."""
    permissions = frozenset({PartyPermission.LIST_COMMUNITY})
    return Actor(surface=Surface.CONTROL, system="party.directory", permissions=permissions)


def carrier(operator_id: UUID, community_ids: Collection[UUID], *permissions: PartyPermission) -> Actor:
    """Writes in `shared` what happened in an operator's communities, over the oversight login."""
    return Actor(
        surface=Surface.OVERSIGHT,
        operator_id=operator_id,
        community_ids=tuple(sorted(community_ids)),
        system="party.carrier",
        permissions=frozenset(permissions),
    )


def recorder(operator_id: UUID, community_id: UUID, organisation_id: UUID) -> Actor:
    """Writes down for an organisation what was held in a community."""
    actor = carrier(operator_id, [community_id], PartyPermission.FOLLOW_ACTIVITIES)
    return replace(actor, organisation_ids=(organisation_id,))


def reader_of_evidence(asking: Actor, operator_id: UUID, community_ids: Collection[UUID]) -> Actor:
    """A supervisor at the files of some communities' replies, once the replies were found to be theirs to see."""
    return Actor(
        surface=Surface.TENANT,
        operator_id=operator_id,
        account_id=asking.account_id,
        community_ids=tuple(sorted(community_ids)),
        permissions=frozenset(
            {FilePermission.READ, PartyPermission.VIEW_NOTICES, PartyPermission.VIEW_MODEL_BUILDINGS}
        ),
        request_id=asking.request_id,
        address=asking.address,
    )

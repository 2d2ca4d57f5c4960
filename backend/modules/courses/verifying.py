"""Checking a certificate by its code: for anyone, of whatever operator, without signing in."""

from uuid import UUID

from backend.core.surfaces import Surface
from backend.modules.courses.codes import operator_of
from backend.modules.courses.contract.permissions import CoursePermission
from backend.modules.courses.queries.results import CertificateText, get_certificate_text
from backend.modules.files.queries import get_operator_id
from backend.modules.housing.contract.permissions import HousingPermission
from tenants.scope import Actor, open_scope, system_actor


async def certificate_of(code: str) -> CertificateText:
    """What a certificate says, its holder's name in full. Raises NotFound alike for whatever is no certificate."""
    operator_code = operator_of(code)
    async with open_scope(Actor(surface=Surface.CONTROL, system="courses.verify"), read_only=True) as scope:
        operator_id: UUID = await get_operator_id(scope, operator_code)
    actor = system_actor(operator_id, "courses.verify", CoursePermission.VERIFY, HousingPermission.VIEW_RESIDENTS)
    async with open_scope(actor, read_only=True) as scope:
        return await get_certificate_text(scope, code)


def masked(name: str) -> str:
    """A name as strangers see it: `张*`, `欧阳**`; nothing of one who was erased."""
    return name[:1] + "*" * (len(name) - 1) if len(name) < 4 else name[:2] + "*" * (len(name) - 2)

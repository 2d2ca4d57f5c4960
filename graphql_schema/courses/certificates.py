"""Certificates in the schema: issued, fetched by their holders, checked by anyone; and feedback."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID

from backend.core.errors import NotFound
from backend.core.settings import settings
from backend.core.surfaces import Surface
from backend.modules.courses.actions import certificates as actions
from backend.modules.courses.links import path_of
from backend.modules.courses.queries import courses as course_queries
from backend.modules.courses.queries import results as queries
from backend.modules.courses.verifying import certificate_of, masked
from backend.modules.housing.queries import residents as resident_queries
from graphql_schema.context import Info
from graphql_schema.fields import Record, column, computed, given, one, reads, record, typed
from graphql_schema.housing.residents import Resident
from graphql_schema.inputs import key, ref, said
from graphql_schema.mutation import mutation
from graphql_schema.relay import After, Batched, Connection, First, key_of, page

if TYPE_CHECKING:
    from graphql_schema.courses.courses import Course

_Course = Annotated["Course", strawberry.lazy("graphql_schema.courses.courses")]


@record
class Certificate(Batched, Node):
    """That someone has completed a course."""

    batch = staticmethod(queries.certificates_by_id)
    id: NodeID[UUID]
    course_id: strawberry.Private[UUID]
    resident_id: strawberry.Private[UUID]
    course: _Course | None = one("course_id", course_queries.courses_by_id, "The course.", to="Course")
    holder: Resident | None = one("resident_id", resident_queries.residents_by_id, "Whose it is.", to="Resident")
    code: str = column("By which anyone can check it.")
    title: str = column("The course's title as it was issued.")
    minutes: int = column("How many minutes they sat in it.")
    sessions_attended: int = column("To how many sessions they came.")
    sessions_held: int = column("How many there were.")
    issued_on: dt.date = column("When it was issued.")
    revoked_at: dt.datetime | None = column("When it was revoked, if it was.")

    @computed("Where its PDF is fetched, for the next five minutes.")
    async def path(self, info: Info) -> str:
        """Whoever may see the certificate may fetch it."""
        return path_of(self.code, await (await info.context.scope()).key())

    @computed("The public page on which anyone can check it.")
    def verification_url(self) -> str:
        """On this server."""
        return f"{settings().url}/certificates/{self.code}"


@record
class CertificateCheck(Record):
    """What anyone may know of a certificate."""

    code: str = column("Its code.")
    name: strawberry.Private[str]
    operator_name: str = column("Who issued it.")
    title: str = column("The course.")
    teacher_name: str = column("Who taught it.")
    minutes: int = column("How many minutes the holder sat in it.")
    sessions_attended: int = column("To how many sessions they came.")
    sessions_held: int = column("How many there were.")
    issued_on: dt.date = column("When it was issued.")
    is_valid: bool = column("Whether it holds; a revoked one does not.")

    @computed("The holder's name, masked; empty once they were erased.")
    def holder_masked(self) -> str:
        """Enough to compare with a name that one knows."""
        return masked(self.name)


@record
class CertificatesIssued:
    """What was issued."""

    course: _Course = strawberry.field(description="The course.")
    certificates: list[Certificate] = strawberry.field(description="Those issued now.")
    unearned: int = strawberry.field(description="How many learners had not come often enough.")


@given
class IssueCertificatesInput:
    """A course that has finished."""

    course_id: GlobalID = ref("The course.", "Course")


@given
class RevokeCertificateInput:
    """A certificate that holds no more."""

    certificate_id: GlobalID = ref("The certificate.", "Certificate")
    reason: str = said("Why.")


@strawberry.type
class Query:
    """Reads of certificates."""

    @reads(Surface.TENANT, Surface.RESIDENT, course_id="Of this course alone.")
    async def certificates(
        self, info: Info, course_id: GlobalID | None = None, first: First = 20, after: After = None
    ) -> Connection[Certificate]:
        """The certificates that the caller may see, the latest first: residents see their own."""
        wanted = None if course_id is None else key_of(course_id, "Course")
        found = await queries.list_certificates(await info.context.scope(), page(first, after), wanted)
        return Connection.of(Certificate, found)

    @reads(*Surface, public=True, code="As it stands on the certificate.")
    async def certificate(self, info: Info, code: str) -> CertificateCheck | None:
        """Check a certificate; nothing where there is none of that code. Anyone may ask."""
        try:
            return CertificateCheck.of(await certificate_of(code))
        except NotFound:
            return None


@strawberry.type
class Mutation:
    """Changes to certificates."""

    @mutation(Surface.TENANT)
    async def issue_certificates(self, info: Info, input: IssueCertificatesInput) -> CertificatesIssued:
        """Issue a finished course's certificates to everyone who came often enough."""
        made = await actions.issue_certificates(await info.context.scope(), key(input, "course_id"))
        return CertificatesIssued(
            course=typed(info, "Course").of(made.course),
            certificates=[Certificate.of(row) for row in made.certificates],
            unearned=made.unearned,
        )

    @mutation(Surface.TENANT)
    async def revoke_certificate(self, info: Info, input: RevokeCertificateInput) -> Certificate:
        """Revoke a certificate; whoever checks it sees that."""
        scope, certificate_id = await info.context.scope(), key(input, "certificate_id")
        return Certificate.of(await actions.revoke_certificate(scope, certificate_id, input.reason))

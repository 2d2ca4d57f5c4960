"""Files in the schema: what is known of one, and a link to its bytes."""

import datetime as dt
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID

from backend.modules.files import queries
from backend.modules.files.contract import FilePurpose
from graphql_schema.fields import column, record
from graphql_schema.relay import Batched

strawberry.enum(FilePurpose, description="What a file is for.")


@record
class File(Batched, Node):
    """A file that was uploaded by `POST /files`, or made by the product."""

    batch = staticmethod(queries.files_by_id)
    id: NodeID[UUID]
    purpose: FilePurpose = column("What it is for.")
    name: str = column("Its name.")
    media_type: str = column("Its media type, by content.")
    size: int = column("Its size in bytes.")
    created_at: dt.datetime = column("When it was uploaded or made.")
    path: str = column("Path of its bytes, beneath the address of the API; it leads there for five minutes.")


def global_id(file_id: UUID) -> str:
    """The id by which clients name a file."""
    return str(GlobalID("File", str(file_id)))

"""Uploaded and generated files: bound to their uploader, one purpose and one attachment."""

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped

from backend.core.db import OperatorEntity, created_at, one_of
from backend.modules.files.contract import FilePurpose
from tenants import rls


class StoredFile(OperatorEntity):
    """What is known of a file; its bytes lie sealed by the operator's key in the files folder."""

    __tablename__ = "files"
    purpose: Mapped[FilePurpose]
    uploaded_by: Mapped[str]
    media_type: Mapped[str]
    name_sealed: Mapped[bytes]
    size: Mapped[int]
    digest: Mapped[bytes]
    attached_type: Mapped[str | None]
    attached_id: Mapped[UUID | None]
    created_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        one_of("purpose", FilePurpose),
        CheckConstraint("size BETWEEN 0 AND 268435456", name="size"),
        CheckConstraint("(attached_type IS NULL) = (attached_id IS NULL)", name="attached"),
        Index("ix_files_attached_id", "operator_id", "attached_id"),
        Index("ix_files_uploaded_by", "operator_id", "uploaded_by", "created_at"),
        Index("ix_files_unattached", "operator_id", "created_at", postgresql_where="attached_id IS NULL"),
    )
    access = (
        rls.staff("select, insert, update, delete"),
        rls.resident("select, insert, update", rls.UPLOADED_OR_ATTACHED_PHOTO),
    )

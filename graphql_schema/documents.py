"""Trusted documents: the queries that our own clients were built with, by their hash."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Self

import msgspec

from graphql_schema.limits import refuse


class UntrustworthyFile(Exception):
    """A file of documents holds a text under a hash that is not its own."""


class TrustedDocuments:
    """Texts by the lowercase hex SHA-256 of each."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = dict(texts)

    @classmethod
    def load(cls, paths: Iterable[Path]) -> Self:
        """Merge files of `{"<sha256>": "query …"}`, as graphql-codegen writes them with `hashAlgorithm: sha256`.

        Raises UntrustworthyFile, and msgspec.ValidationError where a file has another shape.
        """
        texts: dict[str, str] = {}
        for path in paths:
            for digest, text in msgspec.json.decode(path.read_bytes(), type=dict[str, str]).items():
                if hashlib.sha256(text.encode()).hexdigest() != digest:
                    raise UntrustworthyFile(f"{path.name}: {digest}")
                texts[digest] = text
        return cls(texts)

    def __len__(self) -> int:
        return len(self._texts)

    def resolve(self, document_id: str | None, text: str | None, *, needs_trusted: bool) -> str:
        """The text to run for a request that names a document, holds a text, or both.

        A text beside a name is accepted only where it is the named document's own, or empty. Raises Refused:
        PERSISTED_QUERY_NOT_FOUND, PERSISTED_QUERY_MISMATCH, DOCUMENT_NOT_TRUSTED, QUERY_MISSING.
        """
        if document_id is not None:
            trusted = self._texts.get(document_id.removeprefix("sha256:").lower())
            if trusted is None:
                raise refuse("PERSISTED_QUERY_NOT_FOUND", "No document has this hash.", 404)
            if text and text != trusted:
                raise refuse("PERSISTED_QUERY_MISMATCH", "The text is not the document that the hash names.", 400)
            return trusted
        if not text:
            raise refuse("QUERY_MISSING", "The request holds neither a query nor the hash of a document.", 400)
        if needs_trusted:
            raise refuse("DOCUMENT_NOT_TRUSTED", "Only documents that the client was built with may be sent.", 403)
        return text

"""Documents that are made while they are asked for, as an answer."""

from litestar import Response


def saved_as(name: str, made: bytes, media_type: str) -> Response[bytes]:
    """A document that a browser saves under a name: it is kept by nobody on the way, and runs nothing."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, no-store",
    }
    return Response(made, media_type=media_type, headers=headers)

"""What a database holds, down to the transaction that wrote each row."""

import os

import asyncpg
from sqlalchemy.engine import make_url

_TABLES = """
    SELECT n.nspname AS schema, c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname IN ('public', 'shared') AND c.relkind = 'r' ORDER BY 1, 2
"""


async def admin() -> asyncpg.Connection:
    """The superuser, who sees every row."""
    url = make_url(os.environ["ADMIN_DATABASE_URL"]).set(drivername="postgresql")
    return await asyncpg.connect(url.render_as_string(hide_password=False))


async def fingerprint() -> dict[str, tuple[int, str]]:
    """By table, the number of rows and a hash of them with their transactions."""
    connection = await admin()
    try:
        found = {}
        for table in await connection.fetch(_TABLES):
            name = f'"{table["schema"]}"."{table["name"]}"'
            row = await connection.fetchrow(
                f"SELECT count(*) AS rows, md5(coalesce(string_agg(said, ' ' ORDER BY said), '')) AS hash"
                f" FROM (SELECT md5(t.xmin::text || t::text) AS said FROM {name} t) AS lines"
            )
            found[table["name"]] = (row["rows"], row["hash"])
        return found
    finally:
        await connection.close()

"""`xinju`: the command line of an installation."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from backend.commands import documents
from backend.commands.accounts import accounts
from backend.commands.audits import audits
from backend.commands.calendars import calendars
from backend.commands.grids import grids
from backend.commands.lotteries import lotteries
from backend.commands.operators import operators
from backend.commands.rollups import rollups
from backend.commands.rosters import import_roster
from backend.commands.running import console, expected_failures, fail, run
from backend.core.settings import settings
from backend.migrate import migrate as prepare_database
from backend.migrate import use_database
from backend.seeding.demo import seed_demo
from backend.seeding.demo_accounts import AUTHENTICATOR, PASSWORD, demo_accounts
from backend.seeding.district import seed_district
from backend.up import Database, DemoLogin, Process, Stack, run_stack

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Xinju (新居): rental communities, from the operator's side.",
)
app.add_typer(operators, name="operator")
app.add_typer(accounts, name="account")
app.add_typer(audits, name="audit")
app.add_typer(rollups, name="rollup")
app.add_typer(grids, name="grid")
app.add_typer(calendars, name="calendar")
app.add_typer(lotteries, name="lottery")
app.command("import-roster")(import_roster)


DATABASE_NAME = "xinju"


@app.command()
def up() -> None:
    """Run everything on this machine until Ctrl-C: PostgreSQL where none is named, the API, and the workers."""
    said = settings()
    given = Database(said.database_url, said.admin_database_url) if said.database_url else None
    server = ["-m", "uvicorn", "backend.app:app", "--host", said.host, "--port", str(said.port)]
    quiet = ["--no-access-log", "--no-server-header", "--timeout-graceful-shutdown", "5"]
    stack = Stack(
        home=said.home,
        host=said.host,
        port=said.port,
        database=given,
        database_name=DATABASE_NAME,
        prepare=_prepare,
        processes=[
            Process("api", [sys.executable, *server, *quiet]),
            Process("worker", [sys.executable, "-m", "backend.worker"]),
        ],
        ready_url=f"http://{said.host}:{said.port}/readyz",
        addresses=dict(_addresses()),
        logins=[] if said.is_production else list(_demo_logins()),
    )
    raise typer.Exit(run_stack(stack, console))


def _prepare(database: Database) -> None:
    use_database(database.url, database.admin_url)
    with expected_failures():
        prepare_database()
        if not settings().is_production:
            run(seed_demo(console))


def _addresses() -> Iterator[tuple[str, str]]:
    yield "front page", settings().url
    yield "GraphQL", f"{settings().url}/graphql"
    yield "database", settings().database_url or f"embedded, in {settings().home / 'postgres'}"
    if not settings().is_production:
        yield "authenticator", AUTHENTICATOR


def _demo_logins() -> Iterator[DemoLogin]:
    for account in demo_accounts():
        role = f"{account.title} + code" if account.has_authenticator else account.title
        yield DemoLogin(account.operator or "minhang", role, account.login, PASSWORD)


@app.command()
def migrate() -> None:
    """Create what is missing (secrets, database, logins), and bring the schema up to date."""
    with expected_failures():
        console.print(f"The database is at revision {prepare_database()}.")


@app.command()
def seed(
    demo: Annotated[
        bool, typer.Option("--demo", help="The three operators of the articles, with their log-ins.")
    ] = False,
    district: Annotated[
        bool, typer.Option("--district", help="520 communities with a year of stays, bookings, courses and issues.")
    ] = False,
    scale: Annotated[float, typer.Option(min=0.002, max=1, help="Part of the district to make.")] = 1.0,
) -> None:
    """Make invented data, once: what is there already stays as it is."""
    if settings().is_production:
        fail("Invented data is made in development only (XINJU_MODE).")
    if not demo and not district:
        fail("Say what to make: --demo, --district, or both.")
    if demo:
        run(seed_demo(console))
    if district:
        run(seed_district(console, scale))


@app.command("schema")
def schema_command(
    check: Annotated[bool, typer.Option("--check", help="Change nothing; fail where the file is not current.")] = False,
) -> None:
    """Write graphql_schema/schema.graphql; refuse a breaking change that the changelog does not announce."""
    text = documents.schema_text()
    was = documents.SCHEMA.read_text(encoding="utf8") if documents.SCHEMA.exists() else text
    changes = documents.breaking_changes(was, text)
    if changes and not documents.announces_breakage(documents.CHANGELOG.read_text(encoding="utf8")):
        for change in changes:
            console.print(f"  {change.description}", markup=False)
        fail("Breaking changes need a line that begins with `Breaking:` under Unreleased in CHANGELOG.md.")
    _settle(documents.SCHEMA, text, check=check, remedy="xinju schema")


@app.command("docs")
def docs(
    check: Annotated[bool, typer.Option("--check", help="Change nothing; fail where a file is not current.")] = False,
) -> None:
    """Write the pages of docs/ that are made of the code: settings, tables, problem codes, measures."""
    for path, text in documents.PAGES.items():
        _settle(path, text(), check=check, remedy="xinju docs")


def _settle(path: Path, text: str, *, check: bool, remedy: str) -> None:
    current = path.read_text(encoding="utf8") if path.exists() else ""
    if current == text:
        console.print(f"{path.name} is current.")
    elif check:
        fail(f"{path.name} is not current; run `{remedy}` and commit it.")
    else:
        path.write_text(text, encoding="utf8")
        console.print(f"Wrote {path.name}.")


if __name__ == "__main__":
    app()

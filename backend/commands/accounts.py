"""`xinju account`: the accounts that nobody can invite, because they come first."""

import os
from pathlib import Path
from typing import Annotated

import typer

from backend.commands.running import console, run
from backend.modules.accounts.actions.accounts import create_account
from backend.modules.accounts.contract import NewAccount, NewMembership
from backend.modules.accounts.totp import enrolment_uri, new_secret
from tenants.models import Account
from tenants.provision import operator_by_code, platform_actor
from tenants.roles import Role
from tenants.scope import open_scope

accounts = typer.Typer(no_args_is_help=True, help="Make the first accounts.")


@accounts.callback()
def _group() -> None:
    """A group, also while it has one command."""


@accounts.command("create-admin")
def create_admin(
    login: Annotated[str, typer.Argument(help="The log-in name, such as anna@youchao.")],
    name: Annotated[str, typer.Option(help="How the person is called.")],
    operator: Annotated[str | None, typer.Option(help="Code of the operator; without it, of the platform.")] = None,
    password_file: Annotated[
        Path | None,
        typer.Option(
            exists=True, dir_okay=False, help="File with the password, else XINJU_PASSWORD, else you are asked."
        ),
    ] = None,
) -> None:
    """Make an administrator of an operator or of the platform, and show the secret for their authenticator once."""
    password = _password(password_file)
    secret = new_secret()
    run(_create(login, name, operator, password, secret))
    console.print(
        f"Created {login}. For the authenticator, shown once:\n{enrolment_uri(secret, login)}", soft_wrap=True
    )


def _password(file: Path | None) -> str:
    if file is not None:
        return file.read_text(encoding="utf8").strip()
    given = os.environ.get("XINJU_PASSWORD")
    return given or str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))


async def _create(login: str, name: str, code: str | None, password: str, secret: str) -> Account:
    async with open_scope(platform_actor("cli")) as scope:
        operator_id = (await operator_by_code(scope, code)).id if code else None
        role = Role.OPERATOR_ADMIN if code else Role.PLATFORM_ADMIN
        new = NewAccount(
            display_name=name,
            login=login,
            password=password,
            totp_secret=secret,
            memberships=(NewMembership(role=role, operator_id=operator_id),),
        )
        return await create_account(scope, new)

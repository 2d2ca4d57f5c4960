"""What a session must be for acts that change the account itself."""

from uuid import UUID

from backend.core.errors import Forbidden, Unauthenticated
from tenants.models import Factor
from tenants.scope import Scope


def require_own_session(scope: Scope) -> UUID:
    """The account of a session that its holder opened here. Raises Unauthenticated, Forbidden.

    What an operator's provider says of someone must not change how that person signs in elsewhere.
    """
    if scope.actor.account_id is None:
        raise Unauthenticated
    if scope.actor.factors & {Factor.PROVIDER, Factor.API_CLIENT}:
        raise Forbidden
    return scope.actor.account_id

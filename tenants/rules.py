"""Which rows a login may see: policy expressions by name, and the same as PostgreSQL prints them back."""

# Rules are added, never changed: what has run means the same.

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """A policy expression, and the same as PostgreSQL prints it back."""

    sql: str
    catalog: str


OPERATOR = Rule(
    "operator_id = current_setting('app.operator_id')::uuid",
    "(operator_id = (current_setting('app.operator_id'::text))::uuid)",
)
OPERATORS = Rule(
    "operator_id = ANY (string_to_array(current_setting('app.operator_id'), ',')::uuid[])",
    "(operator_id = ANY ((string_to_array(current_setting('app.operator_id'::text), ','::text))::uuid[]))",
)
ALL_ROWS = Rule("true", "true")
SOME_OPERATOR = Rule("operator_id IS NOT NULL", "(operator_id IS NOT NULL)")


def community(column: str = "community_id") -> Rule:
    """Rows of the communities that the actor is limited to, or all; compared as text, since `*` is no uuid."""
    return Rule(
        "current_setting('app.communities') = '*'"
        f" OR {column}::text = ANY (string_to_array(current_setting('app.communities'), ','))",
        "((current_setting('app.communities'::text) = '*'::text)"
        f" OR (({column})::text = ANY (string_to_array(current_setting('app.communities'::text), ','::text))))",
    )


# Residents have no community before their first stay; the front desk of any community may house them.
COMMUNITY_OR_NONE = Rule(
    f"community_id IS NULL OR {community().sql}",
    f"((community_id IS NULL) OR {community().catalog[1:]}",
)
OWN_OPERATOR = Rule(
    "id = current_setting('app.operator_id')::uuid",
    "(id = (current_setting('app.operator_id'::text))::uuid)",
)
OWN_OPERATORS = Rule(
    "id = ANY (string_to_array(current_setting('app.operator_id'), ',')::uuid[])",
    "(id = ANY ((string_to_array(current_setting('app.operator_id'::text), ','::text))::uuid[]))",
)


def cared_for(column: str) -> Rule:
    """Rows of what the actor oversees; the list is never `*`, and also holds the Party organisations of the actor."""
    return Rule(
        f"{column} = ANY (string_to_array(current_setting('app.communities'), ',')::uuid[])",
        f"({column} = ANY ((string_to_array(current_setting('app.communities'::text), ','::text))::uuid[]))",
    )


def both(one: Rule, other: Rule) -> Rule:
    """Rows that both rules let through."""
    return Rule(f"({one.sql}) AND ({other.sql})", f"({one.catalog} AND {other.catalog})")


def present(column: str) -> Rule:
    """Rows whose column is filled."""
    return Rule(f"{column} IS NOT NULL", f"({column} IS NOT NULL)")


# What a supervising branch may see of any operator: the communities of its assignments.
OVERSEEN = both(OPERATORS, cared_for("community_id"))
# A community's rows in `shared`, as that operator's staff see them.
OF_STAFF = both(OPERATOR, community())


def own(column: str) -> Rule:
    """Rows whose column is the pinned resident."""
    return Rule(
        f"{column} = current_setting('app.resident_id')::uuid",
        f"({column} = (current_setting('app.resident_id'::text))::uuid)",
    )


NO_RESIDENT = Rule("current_setting('app.resident_id') = ''", "(current_setting('app.resident_id'::text) = ''::text)")


def own_if_resident(column: str) -> Rule:
    """Every row for staff; for whoever is pinned to a resident, that resident's."""
    return Rule(
        f"{NO_RESIDENT.sql} OR {column}::text = current_setting('app.resident_id')",
        f"({NO_RESIDENT.catalog} OR (({column})::text = current_setting('app.resident_id'::text)))",
    )


def own_or(flag: str, column: str) -> Rule:
    """Rows with a flag, and those whose column is the pinned resident."""
    return any_of(Rule(flag, flag), own(column))


def among(column: str) -> Rule:
    """Rows whose column, a list of residents, has the pinned one."""
    return Rule(
        f"current_setting('app.resident_id')::uuid = ANY ({column})",
        f"((current_setting('app.resident_id'::text))::uuid = ANY ({column}))",
    )


def any_of(*rules: Rule) -> Rule:
    """Rows that one of the rules lets through."""
    return Rule(" OR ".join(one.sql for one in rules), f"({' OR '.join(one.catalog for one in rules)})")


def own_either(one: str, other: str) -> Rule:
    """Rows of which the pinned resident is one of two."""
    return any_of(own(one), own(other))


def past(column: str) -> Rule:
    """Rows whose moment has come, by the clock of the database."""
    return Rule(f"{column} <= now()", f"({column} <= now())")


def just_now(column: str) -> Rule:
    """Rows of this very transaction, by the clock of the database: nothing is added later."""
    return Rule(f"{column} = now()", f"({column} = now())")


def mine(column: str) -> Rule:
    """Rows whose column is the pinned actor, an account."""
    return Rule(
        f"{column}::text = current_setting('app.actor')",
        f"(({column})::text = current_setting('app.actor'::text))",
    )


def mine_or_system(column: str) -> Rule:
    """Rows of the pinned account, and for handlers, who write on behalf of the product, every row."""
    return Rule(
        f"{column}::text = current_setting('app.actor') OR starts_with(current_setting('app.actor'), 'system:')",
        f"((({column})::text = current_setting('app.actor'::text))"
        " OR starts_with(current_setting('app.actor'::text), 'system:'::text))",
    )


def public_or_own(column: str) -> Rule:
    """Rows that are public, and those whose column is the pinned resident."""
    return Rule(
        f"visibility = 'PUBLIC' OR {own(column).sql}",
        f"(((visibility)::text = 'PUBLIC'::text) OR {own(column).catalog})",
    )


# A photo that was attached to something is shown by whoever shows that thing; what nobody attached is its uploader's.
UPLOADED_OR_ATTACHED_PHOTO = Rule(
    "uploaded_by = current_setting('app.actor') OR (purpose = 'PHOTO' AND attached_id IS NOT NULL)",
    "(((uploaded_by)::text = current_setting('app.actor'::text))"
    " OR (((purpose)::text = 'PHOTO'::text) AND (attached_id IS NOT NULL)))",
)

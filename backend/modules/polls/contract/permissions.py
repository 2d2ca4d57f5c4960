"""What one may do with polls, and the numbers that an operator may set."""

from tenants.limits import Limit
from tenants.roles import MANAGERS, STAFF, Permission, Role


class PollPermission(Permission):
    """What one may do with polls; only the product itself touches the urn."""

    VIEW = "polls:view", (*STAFF, Role.RESIDENT)
    OPEN_POLL = "polls:open_poll", MANAGERS
    CLOSE = "polls:close", MANAGERS
    VIEW_BALLOTS = "polls:view_ballots", STAFF
    VOTE = "polls:vote", (Role.RESIDENT,)
    VOTE_AT_DESK = "polls:vote_at_desk", STAFF
    DROP_BALLOT = "polls:drop_ballot"
    COUNT = "polls:count"
    OVERSEE = "polls:oversee", (Role.BRANCH_SUPERVISOR,)
    TELL = "polls:tell"


VOTING_AGE = Limit("polls.voting_age", 18)
GRACE_MINUTES = Limit("polls.grace_minutes", 5)
LONGEST_DAYS = Limit("polls.longest_days", 60)

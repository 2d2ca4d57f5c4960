"""Quiet hours: when a message may go out."""

import datetime as dt

from backend.core.clock import SHANGHAI


def after_quiet(moment: dt.datetime, begins: dt.time | None, ends: dt.time | None) -> dt.datetime:
    """The moment itself, or the end of the quiet hours that it falls in. Hours are Shanghai's and may span midnight."""
    if begins is None or ends is None or begins == ends:
        return moment
    here = moment.astimezone(SHANGHAI)
    now = here.time()
    is_quiet = begins <= now < ends if begins < ends else now >= begins or now < ends
    if not is_quiet:
        return moment
    morning = dt.datetime.combine(here.date(), ends, SHANGHAI)
    return (morning if morning > here else morning + dt.timedelta(days=1)).astimezone(dt.UTC)

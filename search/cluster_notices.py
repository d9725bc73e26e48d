"""Alerts about the cluster, to operators and staff: that it fails, and what waits for it."""

from datetime import timedelta

from django.utils.translation import gettext as _

from search import breaker, outbox

# Changes reach the cluster within seconds; this is worth a word.
LATE = timedelta(minutes=1)


def state() -> str:
    """For `/readyz`: "ok", with what is on its way, or what is wrong; in the operators'
    language."""
    failure, waiting = breaker.lasting_failure(), outbox.queue()
    said = []
    if failure is not None:
        said.append(f"the cluster fails, the database answers: {failure.words}")
    if failure is not None or waiting.age >= LATE:
        seconds = int(waiting.age.total_seconds())
        said.append(
            f"{waiting.size} changes wait for the cluster, the oldest for {seconds} seconds"
        )
    if refused := outbox.count_refusals():
        said.append(
            f"the cluster refuses {refused} works: see the log, then manage.py check_library"
        )
    elif not said and waiting.size:
        return f"ok; changes on their way: {waiting.size}"
    return "; ".join(said) or "ok"


def notice() -> str | None:
    """For staff, on top of their pages."""
    failure, waiting = breaker.lasting_failure(), outbox.queue()
    if failure is None and waiting.age < LATE:
        return None
    minutes = int(waiting.age.total_seconds() // 60)
    said = _("Changes waiting for the search service: %(count)s. Oldest: %(minutes)s min.")
    queued = said % {"count": waiting.size, "minutes": minutes}
    if failure is None:
        return queued
    down = _("The search service is not available: readers get results from the database.")
    return f"{down} {queued}"

"""A lost second factor: the person and those who answer for their institutions hear of every step."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.timezone import now

from sceau.accounts.models import FactorReset
from sceau.accounts.resets import DELAY, cancel_token
from sceau.institutions.vouching import told_of_a_reset
from sceau.jobs.mail import address, send
from sceau.jobs.readers import name_of, uuid_of
from sceau.jobs.registry import follows
from sceau.journal.models import Act

HOURS = DELAY // timedelta(hours=1)
STEPS = ("asked", "approved", "refused", "cancelled", "carried_out", "lapsed")


@follows(*(f"factor_reset.{step}" for step in STEPS))
def tell(act: Act) -> None:
    """The person can stop it by the link; the others can decide while it is open."""
    reset = FactorReset.objects.select_related("user").get(uuid=uuid_of(act))
    step = act.code.partition(".")[2]
    context: dict[str, Any] = {
        "who": reset.user.name,
        "by": name_of(act.actor),
        "step": step,
        "hours": HOURS,
        "ready_at": reset.ready_at,
    }
    link = address("account_lost_factor_link", cancel_token(reset)) if reset.is_open else address("account_login")
    send(act=act, to=reset.user, template="factor_reset_of_yours", link=link, **context)
    for reader in told_of_a_reset(reset.user, now=now()):
        if reader.uuid != act.actor:
            send(act=act, to=reader, template="factor_reset", link=address("account_resets"), **context)

"""A journal that was altered is told to those who can act, at once."""

from __future__ import annotations

from sceau.accounts.models import User
from sceau.institutions.models import Institution
from sceau.jobs.mail import address, send
from sceau.jobs.readers import heads
from sceau.jobs.registry import follows
from sceau.journal.models import PLATFORM, Act
from sceau.journal.queries import RECHECKED
from sceau.journal.rechecking import found_whole


@follows(RECHECKED)
def tell_that_it_does_not_hold(act: Act) -> None:
    """Those who look after the installation, and the heads of the institution whose journal it is."""
    if found_whole(act):
        return
    administrators = User.objects.filter(is_platform_administrator=True, is_active=True)
    institution = Institution.objects.filter(uuid=act.chain_id).first() if act.chain_id != PLATFORM else None
    readers = {each.pk: each for each in (*administrators, *(heads(institution) if institution else ()))}
    for reader in readers.values():
        send(
            act=act,
            to=reader,
            template="journal_altered",
            institution=institution,
            link=address("platform_journal")
            if reader.is_platform_administrator or institution is None
            else address("desk_journal", institution.slug),
        )

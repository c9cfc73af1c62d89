"""What follows acts about letters to holders: colleagues hear of expiries, and whoever asked reads a trial."""

from __future__ import annotations

import orjson
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from sceau.accounts.models import User
from sceau.institutions.queries import people_of
from sceau.institutions.roles import Right
from sceau.issuing.queries.settings import settings_of
from sceau.issuing.rights import may
from sceau.issuing.services.reminding import CODE
from sceau.issuing.services.wordings import TRIAL, sample
from sceau.issuing.states import Kind
from sceau.jobs.mail import Recipient, address, send
from sceau.jobs.readers import institution_of
from sceau.jobs.registry import follows
from sceau.journal.models import Act


@follows(CODE)
def tell_of_expiries(act: Act) -> None:
    """Those who may prepare what is issued instead."""
    institution = institution_of(act)
    for reader in people_of(institution, now=now()):
        if may(reader, Right.PREPARE_CREDENTIALS, institution, now=now()):
            send(
                act=act,
                to=reader,
                template="credentials_expiring",
                institution=institution,
                count=orjson.loads(act.details)["count"],
                link=address("desk_credentials", institution.slug) + f"?ends={settings_of(institution).remind_days}",
                button=_("Voir celles qui expirent"),
            )


@follows(TRIAL)
def send_trial(act: Act) -> None:
    """Whoever asked reads a sample of the letter, as it is kept now, and a word on what it is."""
    institution = institution_of(act)
    details = orjson.loads(act.details)
    reader = User.objects.filter(uuid=act.actor, is_active=True).first() if act.actor else None
    if reader is None or not may(reader, Right.MANAGE_ISSUING_SETTINGS, institution, now=now()):
        return
    kind, language = Kind(details["kind"]), details["language"]
    said = sample(institution, kind, language, link=address("home"), now=now())
    send(
        act=act,
        to=Recipient(reader.email, "", language),
        template="letter_trial",
        institution=institution.name,
        said=said,
        before=said.before,
        after=said.after,
        link=said.link,
        button=said.button,
    )

"""The letter of an invitation: the link is in it and nowhere else."""

from __future__ import annotations

from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from sceau.institutions.models import Invitation
from sceau.institutions.roles import Role
from sceau.institutions.services import token_of
from sceau.jobs.mail import Recipient, address, send
from sceau.jobs.readers import uuid_of
from sceau.jobs.registry import follows
from sceau.journal.models import Act


@follows("member.invited", "member.invited_again")
def invite(act: Act) -> None:
    """Whoever was invited, in the language chosen for them; nobody once it was taken, withdrawn or is too old."""
    invitation = Invitation.objects.select_related("institution", "unit", "invited_by").get(uuid=uuid_of(act))
    if invitation.accepted_at is not None or invitation.withdrawn_at is not None or invitation.expires_at <= now():
        return
    send(
        act=act,
        to=Recipient(invitation.email, "", invitation.language),
        template="invitation",
        institution=invitation.institution,
        who=invitation.invited_by.name if invitation.invited_by else "",
        role=Role(invitation.role).label,
        unit=invitation.unit.name if invitation.unit else "",
        expires_at=invitation.expires_at,
        link=address("invitation", token_of(invitation)),
        button=_("Voir l’invitation"),
    )

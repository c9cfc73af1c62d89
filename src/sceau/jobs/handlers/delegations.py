"""Signatures lent: whoever may sign for another hears when it begins, and both hear when it is taken back."""

from __future__ import annotations

from sceau.institutions.models import Delegation
from sceau.institutions.models.members import What
from sceau.jobs.mail import address, send
from sceau.jobs.readers import name_of, uuid_of
from sceau.jobs.registry import follows
from sceau.journal.models import Act


@follows("delegation.created", "delegation.revoked")
def tell_both(act: Act) -> None:
    """Those two whom it binds, but not whoever did it."""
    delegation = (
        Delegation.objects.defer("act_file")
        .select_related("institution", "delegator", "delegate")
        .get(uuid=uuid_of(act))
    )
    for reader in (delegation.delegate, delegation.delegator):
        if reader.uuid != act.actor and reader.is_active:
            send(
                act=act,
                to=reader,
                template="delegation_" + act.code.partition(".")[2],
                institution=delegation.institution,
                who=name_of(act.actor),
                delegation=delegation,
                what=What(delegation.what).label,
                link=address("desk_home", delegation.institution.slug),
            )

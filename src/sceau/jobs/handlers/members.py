"""Roles: whoever's role was changed or taken away is told; heads hear of whoever joins or leaves."""

from __future__ import annotations

import orjson

from sceau.accounts.models import User
from sceau.institutions.models import Membership
from sceau.institutions.roles import Role
from sceau.jobs.mail import address, send
from sceau.jobs.readers import heads, uuid_of
from sceau.jobs.registry import follows
from sceau.journal.models import Act


@follows("member.role_changed", "member.ended")
def tell_the_person(act: Act) -> None:
    """The one whose role it is, unless they did it themselves."""
    membership = _membership(act)
    if membership.user.uuid == act.actor or not membership.user.is_active:
        return
    send(
        act=act,
        to=membership.user,
        template="member_ended" if act.code == "member.ended" else "member_role_changed",
        institution=membership.institution,
        role=Role(membership.role).label,
        until=membership.until,
        link=address("desk"),
    )


@follows("member.joined", "member.left")
def tell_the_heads(act: Act) -> None:
    """All heads but the person: who comes in and who leaves is theirs to know."""
    membership = _membership(act)
    for reader in heads(membership.institution, but=[membership.user.uuid]):
        send(
            act=act,
            to=reader,
            template="member_joined" if act.code == "member.joined" else "member_left",
            institution=membership.institution,
            person=_name(act),
            role=Role(membership.role).label,
            link=address("desk_members", membership.institution.slug),
        )


def _membership(act: Act) -> Membership:
    return Membership.objects.select_related("institution", "user").get(uuid=uuid_of(act))


def _name(act: Act) -> str:
    """Of the person whose role it is, whoever acted."""
    return User.objects.get(uuid=orjson.loads(act.details)["user"]).name

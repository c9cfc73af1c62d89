"""Every write of the institutions, by what it is about."""

from sceau.institutions.services.appearance import edit_appearance, remove_logo, set_logo
from sceau.institutions.services.delegations import create_delegation, revoke_delegation
from sceau.institutions.services.habilitations import (
    give_habilitation,
    move_habilitation,
    request_habilitation,
    retract_request,
)
from sceau.institutions.services.invitations import (
    accept_invitation,
    invitation_for,
    invite,
    resend_invitation,
    token_of,
    withdraw_invitation,
)
from sceau.institutions.services.members import change_role, end_membership
from sceau.institutions.services.profile import create_institution, edit_profile, require_second_factor
from sceau.institutions.services.units import add_unit, close_unit, edit_unit, reopen_unit

__all__ = [
    "accept_invitation",
    "add_unit",
    "change_role",
    "close_unit",
    "create_delegation",
    "create_institution",
    "edit_appearance",
    "edit_profile",
    "edit_unit",
    "end_membership",
    "give_habilitation",
    "invitation_for",
    "invite",
    "move_habilitation",
    "remove_logo",
    "reopen_unit",
    "request_habilitation",
    "require_second_factor",
    "resend_invitation",
    "retract_request",
    "revoke_delegation",
    "set_logo",
    "token_of",
    "withdraw_invitation",
]

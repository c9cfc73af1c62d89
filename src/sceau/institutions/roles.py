"""Who may do what in an institution: one table, no rows of permissions."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody is in an institution. Those who administer the installation and holders are no members."""

    HEAD = "head", _("responsable de certification")
    DESIGNER = "designer", _("concepteur ou conceptrice")
    ASSESSOR = "assessor", _("évaluateur ou évaluatrice")
    JURY_MEMBER = "jury_member", _("membre de jury")
    JURY_PRESIDENT = "jury_president", _("président ou présidente de jury")
    SESSION_MANAGER = "session_manager", _("gestionnaire de session")
    CENTRE_MANAGER = "centre_manager", _("responsable de centre habilité")
    EMPLOYER_MANAGER = "employer_manager", _("responsable RH ou hiérarchique")
    DISABILITY_OFFICER = "disability_officer", _("référent ou référente handicap")
    DPO = "dpo", _("délégué ou déléguée à la protection des données")
    AUDITOR = "auditor", _("auditeur ou auditrice, en lecture seule")


class Right(models.TextChoices):
    """One thing that may be done at the desk of an institution."""

    SEE_INSTITUTION = "see_institution"
    EDIT_INSTITUTION = "edit_institution"
    MANAGE_UNITS = "manage_units"
    SEE_MEMBERS = "see_members"
    MANAGE_MEMBERS = "manage_members"
    SEE_DELEGATIONS = "see_delegations"
    MANAGE_DELEGATIONS = "manage_delegations"
    SEE_HABILITATIONS = "see_habilitations"
    MANAGE_HABILITATIONS = "manage_habilitations"
    PROVE_IDENTITY = "prove_identity"
    SEE_KEYS = "see_keys"
    MANAGE_KEYS = "manage_keys"
    HOLD_KEY = "hold_key"
    MANAGE_DIRECTORY = "manage_directory"
    SEE_JOURNAL = "see_journal"
    SEE_DESIGNS = "see_designs"
    EDIT_DESIGNS = "edit_designs"
    REVIEW_DESIGNS = "review_designs"
    PUBLISH_DESIGNS = "publish_designs"
    MANAGE_DESIGN_SETTINGS = "manage_design_settings"


_EVERYBODY = frozenset({Right.SEE_INSTITUTION})
_STAFF = _EVERYBODY | {Right.SEE_DESIGNS}
_SIGNATORY = _STAFF | {Right.HOLD_KEY, Right.SEE_KEYS, Right.REVIEW_DESIGNS}

MAY: dict[Role, frozenset[Right]] = {
    Role.HEAD: frozenset(Right),
    Role.DESIGNER: _STAFF | {Right.EDIT_DESIGNS, Right.REVIEW_DESIGNS},
    Role.ASSESSOR: _SIGNATORY,
    Role.JURY_MEMBER: _SIGNATORY,
    Role.JURY_PRESIDENT: _SIGNATORY | {Right.SEE_DELEGATIONS, Right.SEE_HABILITATIONS},
    Role.SESSION_MANAGER: _STAFF | {Right.SEE_HABILITATIONS},
    Role.CENTRE_MANAGER: _STAFF | {Right.SEE_HABILITATIONS},
    Role.EMPLOYER_MANAGER: _EVERYBODY,
    Role.DISABILITY_OFFICER: _STAFF,
    Role.DPO: _STAFF | {Right.SEE_MEMBERS, Right.SEE_DELEGATIONS, Right.SEE_KEYS, Right.SEE_JOURNAL},
    Role.AUDITOR: _STAFF
    | {Right.SEE_MEMBERS, Right.SEE_DELEGATIONS, Right.SEE_HABILITATIONS, Right.SEE_KEYS, Right.SEE_JOURNAL},
}


# what a role gives that is held in one unit only: the rest is about the institution as a whole
IN_A_UNIT = frozenset(
    {
        Right.SEE_INSTITUTION,
        Right.SEE_MEMBERS,
        Right.MANAGE_MEMBERS,
        Right.SEE_DELEGATIONS,
        Right.SEE_HABILITATIONS,
        Right.SEE_KEYS,
        Right.HOLD_KEY,
        Right.SEE_DESIGNS,
        Right.EDIT_DESIGNS,
        Right.REVIEW_DESIGNS,
    }
)


def rights_of(roles: Iterable[str], *, in_units: Iterable[str] = ()) -> frozenset[Right]:
    """What somebody may do with these roles, held in the whole institution, and those held in units of it."""
    whole = frozenset[Right]().union(*(MAY[Role(role)] for role in roles))
    return whole | frozenset[Right]().union(*(MAY[Role(role)] & IN_A_UNIT for role in in_units))


def may(role: str, right: Right) -> bool:
    """Whether the role gives the right."""
    return right in MAY[Role(role)]

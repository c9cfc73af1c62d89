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
    SEE_PEOPLE = "see_people"
    EDIT_PEOPLE = "edit_people"
    SEE_CIVIL_STATUS = "see_civil_status"
    MANAGE_RETENTION = "manage_retention"
    SEE_SESSIONS = "see_sessions"
    MANAGE_SESSIONS = "manage_sessions"
    MANAGE_ARRANGEMENTS = "manage_arrangements"
    MARK = "mark"
    SIT_ON_JURY = "sit_on_jury"
    PRESIDE_JURY = "preside_jury"
    RELEASE_AWARDS = "release_awards"
    ANSWER_APPEALS = "answer_appeals"
    MANAGE_ASSESSMENT_SETTINGS = "manage_assessment_settings"
    SEE_CREDENTIALS = "see_credentials"
    PREPARE_CREDENTIALS = "prepare_credentials"
    RELEASE_CREDENTIALS = "release_credentials"
    CHANGE_CREDENTIALS = "change_credentials"
    MANAGE_ISSUING_SETTINGS = "manage_issuing_settings"


_EVERYBODY = frozenset({Right.SEE_INSTITUTION})
_STAFF = _EVERYBODY | {Right.SEE_DESIGNS}
_SIGNATORY = _STAFF | {Right.HOLD_KEY, Right.SEE_KEYS, Right.REVIEW_DESIGNS}
_ORGANISER = _STAFF | {
    Right.SEE_HABILITATIONS,
    Right.SEE_PEOPLE,
    Right.EDIT_PEOPLE,
    Right.SEE_CIVIL_STATUS,
    Right.SEE_SESSIONS,
    Right.MANAGE_SESSIONS,
    Right.MANAGE_ARRANGEMENTS,
}


MAY: dict[Role, frozenset[Right]] = {
    Role.HEAD: frozenset(Right),
    Role.DESIGNER: _STAFF | {Right.EDIT_DESIGNS, Right.REVIEW_DESIGNS},
    Role.ASSESSOR: _SIGNATORY | {Right.MARK},
    Role.JURY_MEMBER: _SIGNATORY | {Right.MARK, Right.SIT_ON_JURY},
    Role.JURY_PRESIDENT: _SIGNATORY
    | {
        Right.SEE_DELEGATIONS,
        Right.SEE_HABILITATIONS,
        Right.MARK,
        Right.SIT_ON_JURY,
        Right.PRESIDE_JURY,
        Right.SEE_SESSIONS,
        Right.ANSWER_APPEALS,
    },
    Role.SESSION_MANAGER: _ORGANISER | {Right.SEE_CREDENTIALS, Right.PREPARE_CREDENTIALS},
    Role.CENTRE_MANAGER: _ORGANISER,
    Role.EMPLOYER_MANAGER: _EVERYBODY,
    Role.DISABILITY_OFFICER: _STAFF | {Right.SEE_SESSIONS, Right.MANAGE_ARRANGEMENTS},
    Role.DPO: _STAFF
    | {
        Right.SEE_MEMBERS,
        Right.SEE_DELEGATIONS,
        Right.SEE_KEYS,
        Right.SEE_JOURNAL,
        Right.SEE_PEOPLE,
        Right.SEE_CIVIL_STATUS,
        Right.MANAGE_RETENTION,
        Right.SEE_CREDENTIALS,
    },
    Role.AUDITOR: _STAFF
    | {
        Right.SEE_MEMBERS,
        Right.SEE_DELEGATIONS,
        Right.SEE_HABILITATIONS,
        Right.SEE_KEYS,
        Right.SEE_JOURNAL,
        Right.SEE_SESSIONS,
        Right.SEE_CREDENTIALS,
    },
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
        Right.SEE_PEOPLE,
        Right.EDIT_PEOPLE,
        Right.SEE_CIVIL_STATUS,
        Right.SEE_SESSIONS,
        Right.MANAGE_SESSIONS,
        Right.MANAGE_ARRANGEMENTS,
        Right.MARK,
        Right.SIT_ON_JURY,
        Right.PRESIDE_JURY,
        Right.RELEASE_AWARDS,
        Right.ANSWER_APPEALS,
    }
)


def rights_of(roles: Iterable[str], *, in_units: Iterable[str] = ()) -> frozenset[Right]:
    """What somebody may do with these roles, held in the whole institution, and those held in units of it."""
    whole = frozenset[Right]().union(*(MAY[Role(role)] for role in roles))
    return whole | frozenset[Right]().union(*(MAY[Role(role)] & IN_A_UNIT for role in in_units))


def may(role: str, right: Right) -> bool:
    """Whether the role gives the right."""
    return right in MAY[Role(role)]

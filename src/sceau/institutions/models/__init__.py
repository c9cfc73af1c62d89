"""The tables of the institutions, by what they are about."""

from sceau.institutions.models.directory import (
    Bond,
    Directory,
    DirectorySession,
    DirectoryState,
    SessionEnd,
    UsedLogoutToken,
    VouchedDomain,
)
from sceau.institutions.models.evidence import Evidence
from sceau.institutions.models.institution import Institution, Logo, Unit
from sceau.institutions.models.members import Delegation, Invitation, Membership
from sceau.institutions.models.partners import Habilitation

__all__ = [
    "Bond",
    "Delegation",
    "Directory",
    "DirectorySession",
    "DirectoryState",
    "Evidence",
    "Habilitation",
    "Institution",
    "Invitation",
    "Logo",
    "Membership",
    "SessionEnd",
    "Unit",
    "UsedLogoutToken",
    "VouchedDomain",
]

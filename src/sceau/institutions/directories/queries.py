"""Reads of directories, each with who may see."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from sceau.accounts.models import User
from sceau.institutions.models import (
    Bond,
    Directory,
    DirectorySession,
    DirectoryState,
    Evidence,
    Institution,
    VouchedDomain,
)
from sceau.institutions.models.evidence import EvidenceKind, EvidenceState


def domain_of(email: str) -> str:
    """What follows the @, lower case; "" when there is none."""
    return email.strip().lower().rpartition("@")[2] if "@" in email else ""


def domains_of(directory: Directory) -> QuerySet[VouchedDomain]:
    """The domains of a directory, each with `proven`: whether its institution's evidence of it holds."""
    return VouchedDomain.objects.filter(directory=directory).annotate(proven=_proof()).order_by("domain")


def domains_in_force(directory: Directory) -> frozenset[str]:
    """The domains whose addresses a directory may speak for now."""
    proven = VouchedDomain.objects.filter(_proof(), directory=directory)
    return frozenset(proven.values_list("domain", flat=True))


def proven_domains_of(institution: Institution) -> list[str]:
    """The domains that an institution has shown to be its own."""
    return list(_control(institution=institution).order_by("subject").values_list("subject", flat=True).distinct())


def directory_in_service(slug: str) -> Directory | None:
    """The directory of an institution, for anybody who wants to sign in; None when it is off."""
    return (
        Directory.objects.filter(institution__slug=slug, state=DirectoryState.ACTIVE)
        .select_related("institution")
        .first()
    )


def directory_for(email: str) -> Directory | None:
    """The directory in service that vouches for an address, whosever it is; None when none does."""
    found = (
        VouchedDomain.objects.filter(_proof(), domain=domain_of(email), directory__state=DirectoryState.ACTIVE)
        .select_related("directory__institution")
        .first()
    )
    return found.directory if found else None


def directory_required_of(user: User) -> Directory | None:
    """The directory through which alone a user signs in; None when any way will do.

    Those who administer the platform keep their own way in: somebody must be able to turn a directory off.
    """
    if user.is_platform_administrator:
        return None
    directory = directory_for(user.email)
    return directory if directory is not None and directory.required else None


def bonds_of(directory: Directory) -> QuerySet[Bond]:
    """Who came through a directory, the last first; for those who manage it."""
    return Bond.objects.filter(directory=directory).select_related("user").order_by("-last_at", "pk")


def open_sessions() -> QuerySet[DirectorySession]:
    """Those that the directories answer for now."""
    return DirectorySession.objects.filter(ended_at__isnull=True).select_related("bond__directory", "bond__user")


def _proof() -> Exists:
    """Whether the institution of a vouched domain has evidence of it that holds."""
    return Exists(_control(institution=OuterRef("directory__institution"), subject=OuterRef("domain")))


def _control(**conditions: object) -> QuerySet[Evidence]:
    """Evidence that a domain is an institution's: a register says nothing of domains."""
    return Evidence.objects.filter(
        kind__in=(EvidenceKind.DNS, EvidenceKind.DID_WEB), state=EvidenceState.CONFIRMED, **conditions
    )

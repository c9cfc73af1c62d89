"""Who an institution is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from sceau.accounts.models import User
from sceau.engine.keys.did_web import did_of
from sceau.institutions import acts, reasons, rules
from sceau.institutions.errors import AlreadyThere, WrongValue
from sceau.institutions.models import Evidence, Institution
from sceau.institutions.models.evidence import EvidenceKind, EvidenceState
from sceau.institutions.models.institution import Kind
from sceau.institutions.services.writing import held, write


def create_institution(
    *,
    legal_name: str,
    name: str,
    slug: str,
    kind: str = Kind.CERTIFIER,
    siren: str = "",
    siret: str = "",
    did_host: str,
    by: User,
    now: datetime,
    street: str = "",
    postal_code: str = "",
    city: str = "",
    country: str = "FR",
    email: str = "",
    phone: str = "",
    website: str = "",
    languages: Iterable[str] = ("fr",),
) -> Institution:
    """A new institution; its slug and its DID stay as they are.

    did_host:  the host of the installation, "sceau.example" or "localhost:8000"
    raises:    WrongValue; AlreadyThere when the slug or the SIREN is taken; MalformedController for a host that is none
    """
    slug = rules.slug(slug)
    values = _checked(
        legal_name=legal_name,
        name=name,
        siren=siren,
        siret=siret,
        street=street,
        postal_code=postal_code,
        city=city,
        country=country,
        email=email,
        phone=phone,
        website=website,
        languages=languages,
    )
    if Institution.objects.filter(slug=slug).exists():
        raise AlreadyThere(acts.SLUG_TAKEN, field="slug", slug=slug)
    _require_free(values["siren"])
    try:
        with transaction.atomic():
            institution = Institution.objects.create(
                slug=slug, kind=Kind(kind), did=did_of(did_host, ["i", slug]), created_at=now, **values
            )
            write(
                "institution.created",
                f"institution:{institution.uuid}",
                institution=institution,
                by=by,
                now=now,
                kind=str(institution.kind),
            )
    except IntegrityError as error:  # another one took it since we looked
        raise AlreadyThere(acts.SLUG_TAKEN, field="slug", slug=slug) from error
    return institution


def edit_profile(
    *,
    institution: Institution,
    legal_name: str,
    name: str,
    siren: str,
    siret: str,
    street: str,
    postal_code: str,
    city: str,
    country: str,
    email: str,
    phone: str,
    website: str,
    languages: Iterable[str],
    by: User,
    now: datetime,
) -> Institution:
    """What the institution says of itself; an entry in a register counts for the name and number it was checked with.

    raises:  WrongValue; AlreadyThere when the SIREN is taken
    """
    values = _checked(
        legal_name=legal_name,
        name=name,
        siren=siren,
        siret=siret,
        street=street,
        postal_code=postal_code,
        city=city,
        country=country,
        email=email,
        phone=phone,
        website=website,
        languages=languages,
    )
    with transaction.atomic():
        there = held(institution)
        changed = sorted(field for field, value in values.items() if getattr(there, field) != value)
        if not changed:
            return there
        if "siren" in changed:
            _require_free(values["siren"], but=there)
            _require_units_of(there, values["siren"])
        for field in changed:
            setattr(there, field, values[field])
        try:
            with transaction.atomic():
                there.save(update_fields=changed)
        except IntegrityError as error:  # another one took it since we looked
            raise AlreadyThere(acts.SIREN_TAKEN, field="siren", siren=values["siren"]) from error
        if {"siren", "legal_name"} & set(changed):
            Evidence.objects.filter(
                institution=there, kind=EvidenceKind.REGISTER, state=EvidenceState.CONFIRMED
            ).update(state=EvidenceState.LAPSED)
        write(
            "institution.profile_changed",
            f"institution:{there.uuid}",
            institution=there,
            by=by,
            now=now,
            fields=changed,
        )
    return there


def require_second_factor(*, institution: Institution, required: bool, by: User, now: datetime) -> Institution:
    """Whether those who work here need a second factor to sign in."""
    with transaction.atomic():
        there = held(institution)
        if there.second_factor_required != required:
            there.second_factor_required = required
            there.save(update_fields=["second_factor_required"])
            code = "institution.second_factor_required" if required else "institution.second_factor_optional"
            write(code, f"institution:{there.uuid}", institution=there, by=by, now=now)
    return there


def _checked(
    *,
    legal_name: str,
    name: str,
    siren: str,
    siret: str,
    street: str,
    postal_code: str,
    city: str,
    country: str,
    email: str,
    phone: str,
    website: str,
    languages: Iterable[str],
) -> dict[str, Any]:
    """Every value as it is kept."""
    country, siren = rules.country(country), rules.siren(siren)
    return {
        "legal_name": rules.line(legal_name, field="legal_name", most=250, required=True),
        "name": rules.line(name, field="name", most=120, required=True),
        "siren": siren,
        "siret": rules.siret(siret, siren=siren),
        "street": rules.line(street, field="street", most=250),
        "postal_code": rules.postal_code(postal_code, country=country),
        "city": rules.line(city, field="city", most=120),
        "country": country,
        "email": rules.email(email),
        "phone": rules.phone(phone),
        "website": rules.website(website),
        "languages": rules.languages(languages),
    }


def _require_free(siren: str, but: Institution | None = None) -> None:
    others = Institution.objects.filter(siren=siren)
    if siren and (others.exclude(pk=but.pk) if but else others).exists():
        raise AlreadyThere(acts.SIREN_TAKEN, field="siren", siren=siren)


def _require_units_of(institution: Institution, siren: str) -> None:
    """No unit keeps a SIRET of another SIREN."""
    for unit in institution.units.exclude(siret=""):
        if not siren or not unit.siret.startswith(siren):
            raise WrongValue(reasons.UNITS_KEEP_THE_SIREN, field="siren", unit=unit.name)

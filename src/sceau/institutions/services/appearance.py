"""How an institution looks and what it says of itself."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sceau.accounts.models import User
from sceau.institutions import colours, rules
from sceau.institutions.logos import redraw
from sceau.institutions.models import Institution, Logo
from sceau.institutions.services.writing import held, write


def edit_appearance(
    *, institution: Institution, colour: str, about_fr: str, about_en: str, by: User, now: datetime
) -> Institution:
    """Its colour, and who it is in its own words.

    raises:  WrongValue; for a pale colour with the nearest one that will do
    """
    values = {
        "colour": colours.colour(colour),
        "about_fr": rules.paragraphs(about_fr, field="about_fr", most=rules.ABOUT),
        "about_en": rules.paragraphs(about_en, field="about_en", most=rules.ABOUT),
    }
    with transaction.atomic():
        there = held(institution)
        changed = sorted(field for field, value in values.items() if getattr(there, field) != value)
        if changed:
            for field in changed:
                setattr(there, field, values[field])
            there.save(update_fields=changed)
            write(
                "institution.appearance_changed",
                f"institution:{there.uuid}",
                institution=there,
                by=by,
                now=now,
                fields=changed,
            )
    return there


def set_logo(*, institution: Institution, sent: bytes, by: User, now: datetime) -> Logo:
    """The picture, drawn anew before anything is written.

    sent:    the file as it came, of any kind
    raises:  UnsafePicture
    """
    drawn = redraw(sent)
    with transaction.atomic():
        logo, _ = Logo.objects.update_or_create(
            institution=institution,
            defaults={"png": drawn.png, "digest": drawn.digest, "width": drawn.width, "height": drawn.height},
        )
        write(
            "institution.logo_set",
            f"institution:{institution.uuid}",
            institution=institution,
            by=by,
            now=now,
            digest=drawn.digest,
        )
    return logo


def remove_logo(*, institution: Institution, by: User, now: datetime) -> None:
    """The picture is gone; nothing happens when there was none."""
    with transaction.atomic():
        count, _ = Logo.objects.filter(institution=institution).delete()
        if count:
            write(
                "institution.logo_removed",
                f"institution:{institution.uuid}",
                institution=institution,
                by=by,
                now=now,
            )

"""One house with its demonstration, measured from inside: `python _house.py`, with SCEAU_… set; prints JSON.

Pages are found in the table of addresses itself, so that a page that is added later is measured as well.
"""

from __future__ import annotations

import gzip
import json
import re
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any
from uuid import UUID, uuid4

from sceau.cli import house

house.open_house(mode="demo")

import _many  # noqa: E402 -- as above
from django.apps import apps  # noqa: E402 -- the rooms had to be loaded first
from django.contrib.staticfiles import finders  # noqa: E402 -- as above
from django.db import connection  # noqa: E402 -- as above
from django.test import Client  # noqa: E402 -- as above
from django.test.utils import CaptureQueriesContext  # noqa: E402 -- as above
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse  # noqa: E402 -- as above

from sceau.accounts.models import User  # noqa: E402 -- as above
from sceau.design.models import DesignVersion  # noqa: E402 -- as above
from sceau.design.steps import STEPS  # noqa: E402 -- as above
from sceau.institutions.models import Habilitation, Institution, Invitation, Membership, Unit  # noqa: E402 -- as above
from sceau.journal import services  # noqa: E402 -- as above
from sceau.journal.services import Deed, record_all  # noqa: E402 -- as above
from sceau.journal.verification import recheck  # noqa: E402 -- as above

TURNS = 21  # requests of which the median is taken, after two that warm up
CHUNK, CHUNKS = 500, 60
MORE = 50  # rows added to each list
NOT_PAGES = ("account_", "mfa_", "usersessions_", "demo_", "metrics", "prometheus")  # of allauth, or no page
ASKERS = {"desk": ("head",), "platform": ("administrator",)}
OK, ONLY_POST = 200, 405
LOOKED_UP = ("gestion de projet", "animer une réunion", "securite des donnees", "responsabel logistique")
WORDS = ("credentials", "csv", "png", "0" * 64, "nobody", "fr")


def addresses(patterns: list[Any] | None = None, before: tuple[str, ...] = ()) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each named address of the house, with the kinds of its places, in their order."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        kinds = tuple(type(kind).__name__ for kind in each.pattern.converters.values())
        if isinstance(each, URLResolver):
            yield from addresses(each.url_patterns, (*before, *kinds))
        elif isinstance(each, URLPattern) and each.name and not each.name.startswith(NOT_PAGES):
            yield each.name, (*before, *kinds)


def ids_of(institution: Institution) -> list[UUID]:
    """Uuids of a few things of the institution, and of a few people: what an address may be about."""
    found: list[UUID] = []
    for model in apps.get_models():
        names = {field.name for field in model._meta.get_fields()}
        if "uuid" in names and "institution" in names:
            found += model._default_manager.filter(institution=institution).values_list("uuid", flat=True)[:2]
        elif "uuid" in names and "certifier" in names:
            found += model._default_manager.filter(certifier=institution).values_list("uuid", flat=True)[:2]
    return [*found, *User.objects.values_list("uuid", flat=True)[:2]]


def pages(people: dict[str, Client], institution: Institution) -> dict[str, tuple[str, str]]:
    """By name, the address of each page that answers a GET with 200, and who asked."""
    found: dict[str, tuple[str, str]] = {}
    fillings = {
        "SlugConverter": [institution.slug],
        "UUIDConverter": ids_of(institution),
        "IntConverter": [1],
        "StringConverter": WORDS,
        "PathConverter": WORDS,
    }
    for name, kinds in addresses():
        for values in product(*(fillings.get(kind, ()) for kind in kinds)):
            try:
                address = reverse(name, args=values)
            except NoReverseMatch:  # a value that the address does not take
                continue
            for who in ASKERS.get(name.partition("_")[0], tuple(people)):
                status = people[who].get(address).status_code
                if status == OK:
                    found[name] = (address, who)
                if status in (OK, ONLY_POST):
                    break
            else:
                continue
            break
    return found


def pages_of_designs(client: Client, institution: Institution) -> dict[str, tuple[str, str]]:
    """Each step of the wizard, of a draft; the catalogue asked for with a slip; a version as everybody reads it."""
    draft = institution.designs.filter(state="draft", last_number=0).first()
    shown = DesignVersion.objects.filter(entry__isnull=False).order_by("pk").first()
    assert shown is not None
    found = {
        "catalogue (recherche)": (f"{reverse('catalogue')}?q=gestoin+de+projet", "anyone"),
        "micro_credential": (reverse("micro_credential", args=[shown.design.uuid, shown.number]), "anyone"),
    }
    if draft is not None:
        for step in STEPS:
            address = reverse("desk_design_step", args=[institution.slug, draft.uuid, step])
            assert client.get(address).status_code == OK, address
            found[f"desk_design_step {step}"] = (address, "head")
    return found


def look_up(client: Client, address: str) -> dict[str, float]:
    """Milliseconds of what answers as one types, letter by letter: the median and the 95th of a hundred."""
    times = []
    for question in LOOKED_UP:
        for end in range(2, len(question) + 1):
            begun = time.perf_counter()
            answer = client.get(address, {"q": question[:end]}, headers={"hx-request": "true"})
            times.append((time.perf_counter() - begun) * 1000)
            assert answer.status_code == OK
    times.sort()
    return {"median": round(statistics.median(times), 1), "p95": round(times[int(len(times) * 0.95)], 1)}


def queries(client: Client, address: str) -> int:
    """How many statements one request makes: the least of three, for what is remembered is asked again each minute."""
    counts = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as seen:
            client.get(address)
        counts.append(len(seen))
    return min(counts)


def milliseconds(client: Client, address: str) -> float:
    """The median of the time that the server takes for one request."""
    times = []
    for _ in range(TURNS + 2):
        begun = time.perf_counter()
        b"".join(client.get(address))
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times[2:])


def weight(client: Client, address: str) -> int:
    """Bytes over the wire of a page: itself, its styles and scripts compressed, the fonts that it asks for first."""
    page = client.get(address).content
    total = len(gzip.compress(page))
    for path in set(re.findall(rb'(?:href|src)="/static/([^"?]+\.(?:css|js|woff2))"', page)):
        plain = re.sub(r"\.[0-9a-f]{12}(\.\w+)$", r"\1", path.decode())
        file = finders.find(plain)
        held = open(file, "rb").read() if file else b""  # noqa: PTH123, SIM115 -- a path of Django's, read at once
        total += len(held) if plain.endswith("woff2") else len(gzip.compress(held))
    return total


def add_rows(institution: Institution, numbers: range) -> None:
    """One more of everything that has a list, for each number."""
    now = datetime.now(UTC)
    people = User.objects.bulk_create(
        User(email=f"mesure-{n}@example.org", name=f"Personne {n}", password="!") for n in numbers
    )
    Unit.objects.bulk_create(Unit(institution=institution, name=f"Composante {n}") for n in numbers)
    Membership.objects.bulk_create(
        Membership(institution=institution, user=user, role="designer", since=now) for user in people
    )
    Invitation.objects.bulk_create(
        Invitation(
            institution=institution,
            email=f"invitation-{n}@example.org",
            role="designer",
            created_at=now,
            expires_at=now + timedelta(days=7),
            sent_at=now,
            token_digest=f"{n:064}",
        )
        for n in numbers
    )
    bodies = Institution.objects.bulk_create(
        Institution(
            slug=f"mesure-{n}", name=f"Mesure {n}", legal_name=f"Mesure {n}", kind=institution.kind,
            did=f"did:web:mesure.example:i:mesure-{n}", created_at=now,
        )
        for n in numbers
    )  # fmt: skip
    day = now.date()
    Habilitation.objects.bulk_create(
        Habilitation(
            certifier=institution,
            partner=body,
            scope="train",
            state="active",
            starts_on=day,
            ends_on=day + timedelta(days=90),
            created_at=now,
        )
        for body in bodies
    )
    unit = Unit.objects.filter(institution=institution).first()
    deeds = [Deed("unit.changed", f"unit:{unit.uuid if unit else uuid4()}")] * len(numbers)
    record_all(deeds, by=people[0].uuid, at=now, institution=institution.uuid)
    record_all(deeds, by=people[0].uuid, at=now)


def journal() -> dict[str, float]:
    """Acts a second: written in chunks, and rechecked."""
    services._listeners.clear()  # nobody works here: what is measured is the journal
    chain, by = uuid4(), uuid4()
    deeds = [Deed("credential.issued", f"credential:{uuid4()}", {"batch": str(chain), "line": n}) for n in range(CHUNK)]
    begun = time.perf_counter()
    for _ in range(CHUNKS):
        record_all(deeds, by=by, at=datetime.now(UTC), institution=chain)
    written = time.perf_counter() - begun
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        result = recheck(chain)
        times.append(time.perf_counter() - begun)
        assert result.is_whole, result.findings
    return {"written": CHUNK * CHUNKS / written, "rechecked": CHUNK * CHUNKS / statistics.median(times)}


def signed_in(user: User) -> Client:
    """A browser of somebody who signed in this minute, with a second factor."""
    client = Client(headers={"host": "localhost", "accept-language": "fr"})
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "code", "at": time.time()}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


def main() -> None:
    """Measure, and print one JSON object."""
    house.prepare(demo=True)
    heads = Membership.objects.filter(role="head", ended_at=None, unit=None, institution__kind="certifier")
    drafting = heads.filter(institution__designs__state="draft", institution__designs__last_number=0)
    head = drafting.select_related("institution", "user").order_by("institution__slug").first()
    assert head is not None
    Institution.objects.filter(pk=head.institution.pk).update(second_factor_required=False)
    administrator, _made = User.objects.get_or_create(
        email="mesure@example.org", defaults={"name": "Mesure", "is_platform_administrator": True}
    )
    people = {
        "anyone": Client(headers={"host": "localhost", "accept-language": "fr"}),
        "head": signed_in(head.user),
        "administrator": signed_in(administrator),
    }
    there = pages(people, head.institution) | pages_of_designs(people["head"], head.institution)
    filled = _many.fill_references()
    add_rows(head.institution, range(1))
    few = {name: queries(people[who], address) for name, (address, who) in there.items()}
    add_rows(head.institution, range(1, MORE))
    filled |= _many.fill_designs()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # PostgreSQL does it by itself within a minute
    rows = [
        {
            "page": name,
            "who": who,
            "queries": queries(people[who], address),
            "queries_with_few_rows": few[name],
            "milliseconds": round(milliseconds(people[who], address), 1),
        }
        for name, (address, who) in sorted(there.items())
    ]
    names = {name for name, _kinds in addresses()}
    json.dump(
        {
            "database": connection.vendor,
            "pages": rows,
            "not_shown": sorted(names - set(there)),
            "filled": filled,
            "look_up": look_up(people["head"], reverse("desk_framework_search", args=[head.institution.slug])),
            "first_page_bytes": weight(people["anyone"], "/"),
            "catalogue_bytes": weight(people["anyone"], reverse("catalogue")),
            "journal": journal(),
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()

"""What `sceau doctor` finds in the house: settings, database, tables, worker, keys, room on the disk, address."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.timezone import now

from sceau.config.bucket import bucket_place
from sceau.config.errors import WrongSettings
from sceau.config.opening import open_house
from sceau.outside.files import FILES
from sceau.outside.letters import added_faces, fonts_in

LEAST_ROOM = 1_000_000_000  # bytes: some hundreds of thousands of credentials, and a backup of them
GOOD, NOTE, WRONG = "good", "note", "wrong"


@dataclass(frozen=True, slots=True)
class Found:
    """What is the case with one part of the house.

    state:  "good", "note" or "wrong"
    """

    part: str
    state: str
    fr: str
    en: str


_SCRIPTS = (
    ("王", "chinois", "Chinese"),
    ("の", "japonais", "Japanese"),
    ("한", "coréen", "Korean"),
    ("ع", "arabe", "Arabic"),
    ("א", "hébreu", "Hebrew"),
    ("བ", "tibétain", "Tibetan"),
)


def examine() -> list[Found]:
    """Every part in turn; where the settings are wrong or the database is away, what needs them is not asked."""
    try:
        open_house()
    except WrongSettings as wrong:
        return [
            Found("settings", WRONG, f"réglage {fault.sentence('fr')}", f"setting {fault.sentence('en')}")
            for fault in wrong.faults
        ]
    found = [_settings(), _address(), *_room(), *_files(), *_fonts()]
    try:
        connection.ensure_connection()
    except DatabaseError as fault:
        what = " ".join(str(fault).split())
        return [*found, Found("database", WRONG, f"la base ne répond pas\u00a0: {what}", f"no database: {what}")]
    found.append(_database())
    tables = _tables()
    found.append(tables)
    if tables.state != GOOD:
        return found
    return [*found, *(each for look in LOOKS for each in look())]


def _settings() -> Found:
    mode = settings.MODE
    return Found(
        "settings",
        GOOD,
        f"maison en mode {mode}, données dans {settings.HOUSE}",
        f"house in mode {mode}, data in {settings.HOUSE}",
    )


def _address() -> Found:
    host = urlsplit(settings.BASE_URL).hostname or ""
    if host in {"localhost", "127.0.0.1", "::1"} and settings.MODE == "production":
        return Found(
            "base_url",
            WRONG,
            f"l’adresse publique est {settings.BASE_URL}, que personne d’autre n’atteint\u00a0: donnez SCEAU_BASE_URL "
            "avant de délivrer",
            f"the public address is {settings.BASE_URL}, which nobody else reaches: give SCEAU_BASE_URL "
            "before you issue",
        )
    return Found(
        "base_url", GOOD, f"l’adresse publique est {settings.BASE_URL}", f"the public address is {settings.BASE_URL}"
    )


def _room() -> Iterator[Found]:
    folder = Path(settings.HOUSE)
    free = shutil.disk_usage(folder).free
    gigabytes = f"{free / 1_000_000_000:.1f}"
    if free < LEAST_ROOM:
        yield Found(
            "disk",
            WRONG,
            f"il ne reste que {gigabytes.replace('.', ',')} Go là où sont les données\u00a0: faites de la place",
            f"only {gigabytes} GB are left where the data are: make room",
        )
    else:
        yield Found(
            "disk",
            GOOD,
            f"il reste {gigabytes.replace('.', ',')} Go là où sont les données",
            f"{gigabytes} GB are left where the data are",
        )


def _fonts() -> Iterator[Found]:
    """The fonts that were added: each file readable, and which scripts they bring."""
    if settings.ENVIRONMENT.fonts is None:
        return
    files = {path.name: added_faces(path) for path in fonts_in(str(settings.ENVIRONMENT.fonts))}
    for name in (name for name, faces in files.items() if not faces):
        yield Found(
            "fonts",
            WRONG,
            f"{name} n’est pas une police lisible qui puisse entrer dans un PDF\u00a0: retirez-la (SCEAU_FONTS)",
            f"{name} is no readable font that may stand in a PDF: take it away (SCEAU_FONTS)",
        )
    signs = frozenset[str]().union(*(face for faces in files.values() for face in faces))
    scripts = [(fr, en) for sign, fr, en in _SCRIPTS if sign in signs]
    yield Found(
        "fonts",
        GOOD if signs else WRONG,
        f"polices ajoutées\u00a0: {len(files)}, {len(signs)} signes ({', '.join(fr for fr, _ in scripts) or '–'})",
        f"fonts added: {len(files)}, {len(signs)} signs ({', '.join(en for _, en in scripts) or '–'})",
    )


def _files() -> Iterator[Found]:
    """What people handed in: within reach of this account, and of no other. A restoration by root leaves it to root."""
    if bucket := settings.ENVIRONMENT.files.get_secret_value():
        yield _bucket(bucket)
        return
    folder = Path(settings.HOUSE) / FILES
    if not folder.exists():
        return
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        yield Found(
            "files",
            WRONG,
            f"les fichiers déposés ne sont pas à la portée de ce compte : rendez-lui {folder}",
            f"the files handed in are out of this account's reach: give it {folder}",
        )
    elif stat.S_IMODE(folder.stat().st_mode) & 0o077:
        yield Found(
            "files",
            WRONG,
            f"d’autres comptes peuvent lire les fichiers déposés : chmod 700 {folder}",
            f"other accounts can read the files handed in: chmod 700 {folder}",
        )
    else:
        yield Found(
            "files", GOOD, "les fichiers déposés sont à ce compte seul", "the files handed in are this account's alone"
        )


def _database() -> Found:
    kind = "SQLite" if connection.vendor == "sqlite" else "PostgreSQL"
    return Found("database", GOOD, f"la base {kind} répond", f"the {kind} database answers")


def _tables() -> Found:
    from sceau.config.preparing import migrations  # noqa: PLC0415 -- it needs the rooms, which are there by now

    state = migrations()
    if state.unknown:
        names = ", ".join(state.unknown[:3])
        return Found(
            "migrations",
            WRONG,
            f"la base vient d’un Sceau plus récent ({names})\u00a0: installez-le",
            f"the database is of a later Sceau ({names}): install that one",
        )
    if state.missing:
        return Found(
            "migrations",
            WRONG if settings.MODE == "production" else NOTE,
            f"la base attend ses mises au niveau ({len(state.missing)})\u00a0: sceau serve --migrate",
            f"the database awaits its migrations ({len(state.missing)}): sceau serve --migrate",
        )
    return Found("migrations", GOOD, "la base est au niveau de ce Sceau", "the database is at the level of this Sceau")


def _worker() -> Iterator[Found]:
    from sceau.jobs.queries import failing_acts, last_heartbeat, waiting_acts, worker_lives  # noqa: PLC0415 -- same

    waiting, failing = waiting_acts(), failing_acts()
    if worker_lives(now=now()):
        yield Found("worker", GOOD, "le traitement de fond travaille", "the worker is at work")
    elif last_heartbeat() is None and not waiting:
        yield Found("worker", NOTE, "le traitement de fond n’a jamais tourné", "the worker has never run")
    else:
        yield Found(
            "worker",
            WRONG if waiting else NOTE,
            f"le traitement de fond ne tourne pas, {waiting} acte(s) attendent\u00a0: sceau work",
            f"the worker does not run, {waiting} act(s) are waiting: sceau work",
        )
    if failing:
        yield Found(
            "outbox",
            NOTE,
            f"{failing} acte(s) ont des suites qui échouent et seront repris\u00a0: le journal technique dit lesquels",
            f"what follows {failing} act(s) fails and will be tried again: the log says which",
        )


def _keys() -> Iterator[Found]:
    from sceau.config.wiring import ports  # noqa: PLC0415 -- same
    from sceau.keyring.models import SigningKey  # noqa: PLC0415 -- same
    from sceau.keyring.selftest import faults  # noqa: PLC0415 -- same
    from sceau.outside.keystores.kek import UnusableKek  # noqa: PLC0415 -- same

    try:
        wrong = faults(store=ports().keys)
    except UnusableKek as unusable:
        yield Found("kek", WRONG, unusable.sentence("fr"), unusable.sentence("en"))
        return
    for fault in wrong:
        yield Found("keys", WRONG, fault.sentence("fr"), fault.sentence("en"))
    if not wrong:
        count = SigningKey.objects.count()
        yield Found(
            "keys", GOOD, f"les clés de signature s’ouvrent ({count})", f"the signing keys can be opened ({count})"
        )


def _bucket(address: str) -> Found:
    from sceau.outside.bucket import BucketFiles, StorageOutOfReach  # noqa: PLC0415 -- most houses do without

    place = bucket_place(address)
    try:
        BucketFiles(place).try_out()
    except StorageOutOfReach:
        return Found(
            "files",
            WRONG,
            f"l’espace des fichiers ne répond pas, ou refuse cette clé\u00a0: {place.endpoint}/{place.bucket} "
            "(SCEAU_FILES)",
            f"the storage of files does not answer, or refuses this key: {place.endpoint}/{place.bucket} (SCEAU_FILES)",
        )
    return Found(
        "files",
        GOOD,
        f"les fichiers sont dans l’espace {place.bucket}, qui répond\u202f; il se sauvegarde à part",
        f"files are in the bucket {place.bucket}, which answers; it is backed up apart",
    )


def _guards() -> Iterator[Found]:
    from sceau.assessment.guards import GUARDS as OF_DECISIONS  # noqa: PLC0415 -- same
    from sceau.issuing.guards import GUARDS as OF_CREDENTIALS  # noqa: PLC0415 -- same
    from sceau.issuing.guards import OF_PATTERNS  # noqa: PLC0415 -- same
    from sceau.ledger.guards import GUARDS as OF_DIGESTS  # noqa: PLC0415 -- same

    every = OF_DECISIONS, OF_CREDENTIALS, OF_PATTERNS, OF_DIGESTS
    gone = ", ".join(name for each in every for name in each.missing(connection))
    if gone:
        yield Found(
            "guards",
            WRONG,
            f"la base ne refuse plus de changer ce qui a été décidé et signé, il y manque\u00a0: {gone}",
            f"the database no longer refuses to change what was decided and signed, missing there: {gone}",
        )
    else:
        yield Found(
            "guards",
            GOOD,
            "la base refuse de changer ce qui a été décidé et signé",
            "the database refuses to change what was decided and signed",
        )


LOOKS: tuple[Callable[[], Iterator[Found]], ...] = (_worker, _keys, _guards)

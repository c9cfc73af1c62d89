"""What must be true of the keys before the house opens: none shared, none known to all, each in service at hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

import orjson
from django.db.models import QuerySet

from sceau.engine.errors import EngineError, Reason
from sceau.journal.models import PLATFORM, Act
from sceau.keyring.documents import ref_of
from sceau.keyring.known import is_known_to_all
from sceau.keyring.models import KeyState, SigningKey
from sceau.keyring.ports import KeyStore

SHARED = Reason(
    "selftest.shared",
    fr="les clés {keys} sont la même : chacun signerait au nom de l’autre ; déclarez-les compromises",
    en="the keys {keys} are one and the same: each could sign in the name of the other; report them as compromised",
)
KNOWN = Reason(
    "selftest.known",
    fr="la clé {key} est une clé d’exemple que tout le monde connaît : remplacez-la et déclarez-la compromise",
    en="the key {key} is a key of published examples, which everybody knows: replace it and report it as compromised",
)
OTHER_STORE = Reason(
    "selftest.other_store",
    fr="la clé {key} est gardée par « {found} », et cette installation emploie « {expected} »",
    en="the key {key} is kept by “{found}”, and this installation uses “{expected}”",
)
DOES_NOT_OPEN = Reason(
    "selftest.does_not_open",
    fr="la clé {key} ne s’ouvre pas : {why}",
    en="the key {key} does not open: {why_en}",
)
UNREADABLE = Reason(
    "selftest.unreadable",
    fr="la clé {key} n’est pas lisible dans la base : {why}",
    en="the key {key} cannot be read in the database: {why_en}",
)
GAP = Reason(
    "selftest.gap",
    fr="{institution} : les clés n° {numbers} manquent, et une clé publiée ne disparaît jamais ; "
    "restaurez une sauvegarde",
    en="{institution}: keys no. {numbers} are missing, and a published key never disappears; restore a backup",
)
LOST = Reason(
    "selftest.lost",
    fr="le journal dit que la clé {uuid} a été créée, et la base ne l’a plus : restaurez une sauvegarde",
    en="the journal says that the key {uuid} was made, and the database no longer has it: restore a backup",
)
UNTOLD = Reason(
    "selftest.untold",
    fr="le journal ne dit pas que la clé {key} a été créée pour cet organisme : elle a été mise ou déplacée dans la "
    "base autrement ; restaurez une sauvegarde",
    en="the journal does not say that the key {key} was made for this institution: it was put or moved in the database "
    "another way; restore a backup",
)
OTHER_HALF = Reason(
    "selftest.other_half",
    fr="la clé {key} n’est pas celle que le journal a vue naître : sa moitié publique a été remplacée dans la base, "
    "et qui l’a fait peut signer à une date passée ; restaurez une sauvegarde",
    en="the key {key} is not the one that the journal saw made: its public half was replaced in the database, "
    "and whoever did it can sign with a date of the past; restore a backup",
)
FORGIVEN = Reason(
    "selftest.forgiven",
    fr="le journal dit la clé {key} compromise, et la base ne le dit plus : restaurez une sauvegarde",
    en="the journal says that the key {key} is compromised, and the database no longer does: restore a backup",
)
MADE, COMPROMISED = "key.made", "key.compromised"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that keeps the house closed."""

    reason: Reason
    details: dict[str, object] = field(default_factory=dict)

    def sentence(self, language: str) -> str:
        """What is wrong and what to do, in "fr" or "en", as a clause."""
        return self.reason.sentence(language, self.details)


def faults(*, store: KeyStore, with_journal: bool = True) -> list[Fault]:
    """Everything that is wrong with the keys of this installation; empty when the house may open.

    with_journal:  look also for keys that were made and are gone: this reads the whole journal, a second for a million
                   acts
    """
    keys = list(SigningKey.objects.select_related("institution").order_by("institution", "number"))
    acts = Act.objects.filter(code__in=(MADE, COMPROMISED))
    if not with_journal:  # found by their index
        acts = acts.filter(subject__in=[_subject(key) for key in keys])
    return [*faults_among(keys, store=store), *_against_the_journal(keys, acts)]


def faults_among(keys: Iterable[SigningKey], *, store: KeyStore) -> list[Fault]:
    """What is wrong with these keys, those of whole institutions.

    A former key need not open: it signs nothing any more. A key that is known to all need not be named once it is
    published as compromised: what it signed is to be checked anyway.
    """
    keys = list(keys)
    found = [*_shared(keys), *_gaps(keys)]
    for key in keys:
        fault = _fault_of(key, store)
        if fault is not None:
            found.append(fault)
    return found


def _against_the_journal(keys: list[SigningKey], acts: QuerySet[Act]) -> list[Fault]:
    """What the journal and the rows do not both say: a row that is written by hand has no act, nor its own public half.

    This is what keeps a key of a stranger, dated in the past, out of a DID document.
    """
    made: dict[str, tuple[UUID, str]] = {}
    compromised: set[str] = set()
    for code, subject, chain, details in acts.values_list("code", "subject", "chain_id", "details"):
        if code == MADE:
            made[subject] = (chain, details)
        else:
            compromised.add(subject)
    there = {_subject(key): key for key in keys}
    found = [Fault(LOST, {"uuid": subject.partition(":")[2]}) for subject in made if subject not in there]
    for subject, key in there.items():
        chain, details = made.get(subject, (PLATFORM, ""))
        if chain != key.institution.uuid:
            found.append(Fault(UNTOLD, {"key": _name(key)}))
        elif _public_half(details) not in (key.public_key, ""):
            found.append(Fault(OTHER_HALF, {"key": _name(key)}))
        elif subject in compromised and key.state != KeyState.COMPROMISED:
            found.append(Fault(FORGIVEN, {"key": _name(key)}))
    return found


def _subject(key: SigningKey) -> str:
    """What the journal calls a key."""
    return f"key:{key.uuid}"


def _public_half(details: str) -> str:
    """What an act says of the public half; "" for the acts of before it was said."""
    try:
        return str(orjson.loads(details).get("public", ""))
    except (ValueError, AttributeError):  # changed by hand, which the recheck of the journal tells
        return "?"


def _fault_of(key: SigningKey, store: KeyStore) -> Fault | None:
    name = _name(key)
    try:
        ref = ref_of(key)
    except EngineError as error:
        return Fault(UNREADABLE, {"key": name, "why": error.sentence("fr"), "why_en": error.sentence("en")})
    if key.state != KeyState.COMPROMISED and is_known_to_all(ref.public_key):
        return Fault(KNOWN, {"key": name})
    if key.state != KeyState.ACTIVE:
        return None
    if key.store != store.name:
        return Fault(OTHER_STORE, {"key": name, "found": key.store, "expected": store.name})
    try:
        store.signer(ref)
    except EngineError as error:
        return Fault(DOES_NOT_OPEN, {"key": name, "why": error.sentence("fr"), "why_en": error.sentence("en")})
    return None


def _shared(keys: list[SigningKey]) -> list[Fault]:
    """The database refuses two rows of one public key; a restored or edited one may have lost that."""
    by_key: dict[str, list[SigningKey]] = defaultdict(list)
    for key in keys:
        by_key[key.public_key].append(key)
    groups = [group for group in by_key.values() if len(group) > 1 and not _all_compromised(group)]
    return [Fault(SHARED, {"keys": ", ".join(map(_name, group))}) for group in groups]


def _all_compromised(keys: list[SigningKey]) -> bool:
    return all(key.state == KeyState.COMPROMISED for key in keys)


def _gaps(keys: list[SigningKey]) -> list[Fault]:
    numbers: dict[str, set[int]] = defaultdict(set)
    for key in keys:
        numbers[key.institution.slug].add(key.number)
    missing = {slug: sorted(set(range(1, max(there) + 1)) - there) for slug, there in numbers.items()}
    return [
        Fault(GAP, {"institution": slug, "numbers": ", ".join(map(str, absent))})
        for slug, absent in missing.items()
        if absent
    ]


def _name(key: SigningKey) -> str:
    return f"{key.institution.slug} #key-{key.number}"

"""What is in a file, as lines of words: what it is, what it says, what secures it. Nothing is judged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sceau.cli.language import say, spoken
from sceau.cli.verifying.sources import Unreadable
from sceau.engine.checks.opening import Opened, Recognised, open_anything
from sceau.engine.checks.words import date_in_words, in_words
from sceau.engine.errors import EngineError
from sceau.engine.model.credential import Credential, as_list, objects_in, read_credential
from sceau.engine.model.kinds import describe_kind, kind_of, types_of
from sceau.engine.model.open_badges_2 import is_signed, read_assertion
from sceau.engine.model.presentations import credentials_in
from sceau.engine.strict_json import JsonObject, parse_object

MOST_LISTED = 12

Line = tuple[str, str]
"""A title in the language spoken, and what stands under it."""


@dataclass(frozen=True, slots=True)
class Inspected:
    """What was found in a file.

    kind:  a key of `model.kinds.KINDS`, or "url", "recognised", "unreadable", "unknown"
    """

    kind: str
    lines: list[Line]


def inspect_content(content: bytes | str | Unreadable) -> Inspected:
    """What is in the content of a file."""
    if isinstance(content, Unreadable):
        return Inspected("unreadable", [_it_is(in_words(content.reason, content.details, spoken()))])
    try:
        opened = open_anything(content)
    except Recognised as error:
        return Inspected("recognised", [(_("Reconnu", "Recognised"), in_words(error.reason, error.details, spoken()))])
    except EngineError as error:
        return _no_credential(content, error)
    if opened.kind == "url":
        return Inspected("url", [_it_is(say(fr="une adresse", en="an address")), (_("Adresse", "Address"), opened.url)])
    kind = kind_of(opened.document)
    return Inspected(
        kind, [_it_is(describe_kind(kind, spoken())), (_("Forme", "Form"), _form(opened)), *_about(opened)]
    )


def _no_credential(content: bytes | str, error: EngineError) -> Inspected:
    """Another kind of document that we know, or why nothing can be read."""
    try:
        document = parse_object(content)
    except EngineError:
        return Inspected("unknown", [(_("Illisible", "Unreadable"), in_words(error.reason, error.details, spoken()))])
    kind = kind_of(document)
    lines = [_it_is(describe_kind(kind, spoken()))]
    if isinstance(document.get("id"), str):
        lines.append((_("Identifiant", "Identifier"), document["id"]))
    if kind == "controller":
        names = [str(method.get("id")) for method in objects_in(document, "verificationMethod")]
        lines += [(_("Clé", "Key"), name) for name in names[:MOST_LISTED]]
    if isinstance(document.get("name"), str):
        lines.append((_("Nom", "Name"), document["name"]))
    return Inspected(kind, lines)


def _about(opened: Opened) -> Iterator[Line]:
    """What a credential, a presentation or an assertion says, member by member."""
    document = opened.document
    if opened.kind == "presentation":
        inside = credentials_in(document)
        yield _("Preuves contenues", "Credentials in it"), str(len(inside))
        for each in inside[:MOST_LISTED]:
            yield _("Preuve", "Credential"), describe_kind(kind_of(each), spoken())
        return
    is_old = opened.kind == "ob2"
    yield from _said(read_assertion(document) if is_old else read_credential(document, language=spoken()))
    if is_old:
        yield _("Attestée par", "Attested by"), _way_of(document)
        return
    yield from _skills(document)
    yield from _securing(opened)
    yield from _beside(document)


def _said(credential: Credential) -> Iterator[Line]:
    issuer = " — ".join(part for part in (credential.issuer_name, credential.issuer_id) if part)
    for title, text in (
        (_("Titre", "Title"), credential.name),
        (_("Émetteur qu’elle nomme", "Issuer that it names"), issuer),
        (_("Titulaire", "Holder"), credential.holder_name or credential.subject_id),
        (_("Identifiant", "Identifier"), credential.id),
        (_("Valable depuis", "Valid from"), _when(credential.valid_from)),
        (_("Valable jusqu’à", "Valid until"), _when(credential.valid_until)),
    ):
        if text:
            yield title, text


def _skills(document: JsonObject) -> Iterator[Line]:
    for subject in objects_in(document, "credentialSubject"):
        for achievement in objects_in(subject, "achievement"):
            names = [str(each.get("targetName")) for each in objects_in(achievement, "alignment")]
            if names:
                yield _("Rattachée à", "Aligned to"), ", ".join(names[:MOST_LISTED])
        results = len(objects_in(subject, "result"))
        if results:
            yield _("Résultats", "Results"), str(results)


def _securing(opened: Opened) -> Iterator[Line]:
    """What secures it: a JWT's header, or each proof's suite, key and date."""
    if opened.jwt is not None:
        header = opened.jwt.header
        yield _("Signature", "Signature"), f"{header.get('alg')}, {header.get('kid', '—')}"
        return
    proofs = objects_in(opened.document, "proof")
    for proof in proofs[:MOST_LISTED]:
        suite = str(proof.get("cryptosuite", proof.get("type")))
        yield (
            _("Signature", "Signature"),
            f"{suite}, {proof.get('verificationMethod', '—')}, {proof.get('created', '—')}",
        )
    if not proofs:
        yield _("Signature", "Signature"), _("aucune", "none")


def _beside(document: JsonObject) -> Iterator[Line]:
    """What it points to: its state, related documents, endorsements, schemas, contexts."""
    for entry in objects_in(document, "credentialStatus")[:MOST_LISTED]:
        place = entry.get("statusListCredential", entry.get("id"))
        yield _("État", "Status"), f"{', '.join(types_of(entry))}, {entry.get('statusPurpose', '—')}, {place}"
    for entry in objects_in(document, "relatedResource")[:MOST_LISTED]:
        yield _("Document joint", "Related document"), str(entry.get("id"))
    if endorsements := len(as_list(document.get("endorsement"))) + len(as_list(document.get("endorsementJwt"))):
        yield _("Recommandations", "Endorsements"), str(endorsements)
    for entry in objects_in(document, "credentialSchema")[:MOST_LISTED]:
        yield _("Schéma", "Schema"), str(entry.get("id"))
    in_place = _("(défini sur place)", "(defined in place)")
    contexts = [each if isinstance(each, str) else in_place for each in as_list(document.get("@context"))]
    for context in contexts[:MOST_LISTED]:
        yield _("Vocabulaire", "Vocabulary"), context


def _form(opened: Opened) -> str:
    text = "JWT" if opened.jwt is not None else "JSON"
    if not opened.carrier:
        return text
    image = opened.carrier.upper()
    return say(fr=f"{text}, dans une image {image}", en=f"{text}, in a {image} image")


def _way_of(assertion: JsonObject) -> str:
    if is_signed(assertion):
        return say(fr="une signature (JWS)", en="a signature (JWS)")
    place = assertion.get("id")
    return say(fr=f"l’adresse où elle est publiée, {place}", en=f"the address where it is published, {place}")


def _when(moment: datetime | None) -> str | None:
    return date_in_words(moment, spoken()) if moment else None


def _it_is(what: str) -> Line:
    return _("C’est", "It is"), what


def _(fr: str, en: str) -> str:
    return say(fr=fr, en=en)

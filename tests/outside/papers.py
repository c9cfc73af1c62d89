"""Papers to be set in tests: the data of each template, with every branch of it."""

from __future__ import annotations

from typing import Any

NAMES = (
    ("Jeanne Bélanger", ""),
    ("Nguyễn Thị Hồng Ngọc", ""),
    ("Mohammed Ben Abdallah", "محمد بن عبد الله"),
    ("Elena Papadopoulou", "Έλενα Παπαδοπούλου"),
    ("Oksana Kovalenko", "Оксана Коваленко"),
    ("Anne-Charlotte-Élisabeth de Montmorency-Luxembourg de la Tour d’Auvergne", ""),
    ("Priya Sharma", "प्रिया शर्मा"),
    ("Nino Beridze", "ნინო ბერიძე"),
    ("Yael Cohen", "יעל כהן"),
    ("İbrahim Öğüt", ""),
)
DIGEST = "0123456789abcdef" * 4
STROKE = "M20 70C40 10 60 10 70 60S110 90 130 40L150 70"
ADDRESS = "https://sceau.example/c/open/abcdefgh"


def _paper(language: str) -> dict[str, Any]:
    body = {"name": "GRETA du Val d’Essai", "lines": ["SIREN 732 829 320"]}
    return {"language": language, "number": "PV-2026-014", "digest": DIGEST, "body": body}


def minutes(language: str = "fr", *, count: int = 10, **changes: Any) -> dict[str, Any]:
    candidates = [
        {
            "number": str(place + 1),
            "name": NAMES[place % len(NAMES)][0],
            "native": NAMES[place % len(NAMES)][1],
            "access": "par expérience" if place == 1 else "",
            "score": f"{place % 20},25 / 20",
            "decision": "ajourné" if place % 3 else "admis",
            "reasons": ["Critère C2.1 non atteint."] if place % 3 else [],
            "changes": ["C3.2 de « en cours » à « maîtrisé »"] if place % 7 == 2 else [],
        }
        for place in range(count)
    ]
    juror = {"name": "Nadia Ferrand", "role": "présidente", "quality": "Cheffe", "external": True, "presence": "là"}
    signature = {"name": "Nadia Ferrand", "role": "présidente", "way": "Compte", "moment": "16 h 52", "stroke": STROKE}
    return (
        _paper(language)
        | {
            "certification": "Conduire un chantier",
            "lines": ["Version 2", "RS 6543"],
            "session": "Juin 2026",
            "dates": "22 juin 2026",
            "deliberated": "26 juin 2026, 14 h 05",
            "place": "Rodez",
            "remote": "BigBlueButton",
            "facts": [{"name": "Règle", "value": "10 sur 20"}],
            "jury": [juror, juror | {"name": "Paul Rességuier", "quality": "", "role": "", "external": False}],
            "quorum": "Quorum : 2 présents sur 3.",
            "candidates": candidates,
            "absent": ["Candidat n° 7"],
            "incidents": ["Coupure de courant."],
            "remarks": ["Revoir C3.2.", "Les grilles sont saisies."],
            "signatures": [signature, signature | {"name": "Paul Rességuier", "way": "", "moment": "", "stroke": ""}],
            "corrects": None,
            "redacted_for": "",
            "sealed": "Le document entier est scellé.",
        }
        | changes
    )


def corrective(language: str) -> dict[str, Any]:
    first = {"number": "PV-2026-009", "date": "12 juin 2026", "digest": DIGEST, "reason": "erreur de nom"}
    return minutes(language, count=2, corrects=first)


def redacted(language: str) -> dict[str, Any]:
    whole = minutes(language, redacted_for=NAMES[3][0])
    for place, row in enumerate(whole["candidates"]):
        if place not in (3, 5):
            row["name"] = ""
    return whole


def attendance(language: str, *, halves: int = 2) -> dict[str, Any]:
    cells = [
        {"said": "", "stroke": "", "expected": True},
        {"said": "9 h 02", "stroke": STROKE, "expected": True},
        {"said": "", "stroke": "", "expected": False},
    ]
    row = {"name": NAMES[2][0], "native": NAMES[2][1], "detail": "n° 3", "cells": cells[:halves]}
    day = {
        "date": "22 juin 2026",
        "place": "Rodez",
        "halves": [{"label": "Matin", "hours": "9 h – 12 h"}] * halves,
        "candidates": [row, row],
        "jury": [row],
    }
    return _paper(language) | {
        "certification": "Conduire un chantier",
        "session": "Juin",
        "days": [day, day | {"jury": []}],
    }


def convocation(language: str, *, count: int = 2) -> dict[str, Any]:
    event = {
        "title": "Écrit",
        "day": "22 juin",
        "hours": "9 h",
        "place": ["Rodez", "Salle 2"],
        "note": "Venez à 8 h 45.",
    }
    letter = {
        "number": "3",
        "addressee": {"name": NAMES[2][0], "native": NAMES[2][1], "lines": ["4, impasse du Pont", "12000 Rodez"]},
        "appointments": [event, event | {"note": ""}],
        "bring": ["Une pièce d’identité"],
        "arrangements": ["Un tiers de temps en plus"],
        "notes": [],
        "url": ADDRESS,
    }
    return _paper(language) | {
        "certification": "Conduire un chantier",
        "session": "Juin 2026",
        "sent": "Rodez, le 2 juin 2026",
        "contact": ["Amina Haddad"],
        "signer": {"name": "Amina Haddad", "value": "Responsable"},
        "letters": [letter, *[letter | {"url": ""}] * (count - 1)],
    }


def letter(language: str) -> dict[str, Any]:
    one = {
        "addressee": {"name": NAMES[2][0], "native": NAMES[2][1], "lines": ["4, impasse du Pont", "12000 Rodez"]},
        "subject": "Votre preuve",
        "before": ["Bonjour,", "Voici votre preuve."],
        "after": ["Elle est à vous."],
        "url": ADDRESS,
    }
    return _paper(language) | {"sent": "Rodez, le 2 juin 2026", "letters": [one, one | {"url": ""}]}


def grid(language: str, *, compact: bool = False) -> dict[str, Any]:
    levels = [
        {"label": "En cours", "points": "1", "sentence": "La consignation est incomplète."},
        {"label": "Maîtrisé", "points": "", "sentence": "La consignation est faite."},
    ]
    criterion = {"outcome": "A1 · Préparer", "code": "C1", "text": "Consigne", "mark": "éliminatoire", "levels": levels}
    sheet = {"number": "1", "name": "", "native": "", "assessor": "", "date": ""}
    return _paper(language) | {
        "certification": "Conduire un chantier",
        "lines": ["Version 2"],
        "session": "Juin 2026",
        "event": "Mise en situation",
        "compact": compact,
        "criteria": [criterion, criterion | {"outcome": "", "mark": "", "levels": levels[:1]}],
        "sheets": [sheet, sheet | {"name": NAMES[2][0], "native": NAMES[2][1], "assessor": "Paul", "date": "23 juin"}],
    }


def attestation(language: str) -> dict[str, Any]:
    return _paper(language) | {
        "name": NAMES[2][0],
        "native": NAMES[2][1],
        "born": "3 mai 1990",
        "certification": "Conduire un chantier",
        "session": "Juin 2026",
        "place": "Rodez",
        "attended": [{"day": "22 juin", "hours": "9 h – 12 h", "what": "Écrit"}],
        "total": "3 h",
        "issued": "Fait à Rodez, le 26 juin 2026",
        "signer": {"name": "Amina Haddad", "value": "Responsable"},
    }


def results(language: str, *, kind: str = "results") -> dict[str, Any]:
    row = {
        "code": "C1",
        "text": "Consigne",
        "mark": "éliminatoire",
        "level": "Maîtrisé",
        "sentence": "Fait dans l’ordre.",
        "points": "2 / 3",
        "state": "acquis",
        "comment": "Sans hésiter.",
    }
    outcome = {"title": "A1 · Préparer", "state": "acquis", "note": "gardé jusqu’en 2029", "criteria": [row]}
    return _paper(language) | {
        "kind": kind,
        "certification": "Conduire un chantier",
        "lines": ["Version 2"],
        "session": "Juin 2026",
        "candidate": NAMES[5][0],
        "native": "",
        "candidate_number": "6",
        "born": "3 mai 1990",
        "decision": "Admise partiellement",
        "score": "9,25 / 20",
        "decided": "Procès-verbal n° PV-2026-014.",
        "outcomes": [outcome, outcome | {"state": "", "note": "", "criteria": []}],
        "explanation": ["A1 : 2 / 3"],
        "next": ["Recours jusqu’au 26 août.", "Rattrapage en septembre."],
        "issued": "Fait à Rodez, le 26 juin 2026",
    }


def verification(language: str = "fr") -> dict[str, Any]:
    rows = [
        {
            "file": f"cv-{place}.pdf · page 1",
            "title": "Conduire un chantier",
            "holder": name,
            "issuer": "GRETA du Val d’Essai",
            "verdict": "Authentique, à vérifier" if place % 2 else "Authentique et valide",
            "reason": "Le fichier donne un autre nom" if place % 2 else "",
            "strong": bool(place % 2),
        }
        for place, (name, _native) in enumerate(NAMES)
    ]
    return _paper(language) | {
        "number": "",
        "at": "26 juin 2026 à 14 h 05",
        "counts": [{"name": "À vérifier", "value": "5"}, {"name": "Authentiques et valides", "value": "5"}],
        "rows": rows,
        "without": ["lettre.pdf", "photo.png"],
        "files": [{"name": "candidatures.zip", "value": DIGEST}],
    }


def every(language: str) -> list[tuple[str, dict[str, Any]]]:
    """Each template, with the data of its branches."""
    return [
        ("minutes", minutes(language)),
        ("minutes", corrective(language)),
        ("minutes", redacted(language)),
        ("attendance", attendance(language)),
        ("attendance", attendance(language, halves=3)),
        ("convocation", convocation(language)),
        ("letter", letter(language)),
        ("grid", grid(language)),
        ("grid", grid(language, compact=True)),
        ("attestation", attestation(language)),
        ("results", results(language)),
        ("results", results(language, kind="acquired")),
        ("verification", verification(language)),
    ]

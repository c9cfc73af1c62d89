"""The report for the file: dated, set on paper, sealed by the installation; it carries the results as JSON."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

import orjson
from django.conf import settings
from django.utils import translation
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sceau.engine.ports import Attachment
from sceau.keyring.house import house_key
from sceau.verification.pile.papers import Line, VerificationData
from sceau.web.ports import ports
from sceau.web.public.piles.rows import Row, counts_of, rows_of, without
from sceau.web.templatetags import words

MOST_WITHOUT = 200  # names of files without a credential; the JSON has all of them


def report(told: dict[str, Any], *, language: str, now: datetime) -> bytes:
    """The PDF.

    told:    what was found, as `carrying.read` gives it
    raises:  EngineError, of the typesetter, the sealer or the store of keys
    """
    host = urlsplit(settings.BASE_URL).netloc
    key, signer = house_key(host=host, store=ports().keys, now=now)
    data = orjson.dumps(told, option=orjson.OPT_INDENT_2)
    with translation.override(language):
        kind = _("Rapport de vérification")
        attached = Attachment(
            "verification.json", data, "application/json", "source", _("Les résultats, pour un programme")
        )
        shown = dict(_data(told, data, language, host))
        pdf = ports().typesetter.document("verification", shown, at=now, attachments=[attached])
    return ports().sealer.seal(
        pdf,
        signer=signer,
        certificate_pem=key.certificate,
        reason=kind,
        location="",
        name=host,
        now=now,
    )


def _data(told: dict[str, Any], data: bytes, language: str, host: str) -> VerificationData:
    rows, empty = rows_of(told, language), without(told, language)
    names = [_place(row) for row in empty]
    left = len(names) - MOST_WITHOUT
    more = ngettext("et %(number)s autre", "et %(number)s autres", left) % {"number": left} if left > 0 else ""
    at = parse_datetime(told["at"])
    return {
        "language": language,
        "number": "",
        "digest": sha256(data).hexdigest(),
        "body": {"name": "Sceau", "lines": [host]},
        "at": words.moment(at) if at else told["at"],
        "counts": [{"name": count.word, "value": str(count.number)} for count in counts_of(told)],
        "rows": [_line(row) for row in rows],
        "without": [*names[:MOST_WITHOUT], *([more] if more else [])],
        "files": [{"name": each["name"] or "—", "value": each["sha256"]} for each in told["files"]],
    }


def _line(row: Row) -> Line:
    return {
        "file": _place(row),
        "title": row.title,
        "holder": row.holder,
        "issuer": row.issuer,
        "verdict": row.verdict,
        "reason": row.reason,
        "strong": row.kind != "good",
    }


def _place(row: Row) -> str:
    return " · ".join(part for part in (row.file or _("Texte collé"), row.where) if part)

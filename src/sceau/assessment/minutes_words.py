"""The words that minutes and their signatures are written with, in French and in English."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from django.utils.timezone import localtime

from sceau.engine.errors import french_spaces
from sceau.engine.keys.stamps import read_stamp
from sceau.engine.model.wording import Voice

_FR: Final = {
    "president": "présidence",
    "member": "membre",
    "onsite": "sur place",
    "remote": "à distance",
    "mixed": "présence",
    "absent": "absence",
    "excused": "absence justifiée",
    "represented": "absence, pouvoir donné à {name}",
    "expected": "non renseigné",
    "acquired": "acquis",
    "not_acquired": "non acquis",
    "partial": "acquis en partie",
    "absent_result": "absence",
    "suspended": "suspendu",
    "pending": "en attente",
    "experience": "par expérience",
    "quorum": "Quorum : présents, {present} sur {seats}{proxies} ; nécessaires, {needed} ({percent} % des sièges).",
    "proxies_counted": ", et représentés, {represented}",
    "proxies_not_counted": " (pouvoirs donnés, qui n’y comptent pas : {represented})",
    "version": "Version {number}, empreinte SHA-256 {digest}",
    "level": "Niveau {level} du cadre européen des certifications",
    "siren": "SIREN {siren}",
    "organiser": "Organisation",
    "dates": "du {first} au {last}",
    "one_day": "le {first}",
    "rolling": "au fil de l’eau",
    "deliberated": "le {day}, de {start} à {end}",
    "deliberated_days": "du {start} au {end}",
    "rule": "Règle de réussite",
    "assessors": "Évaluateurs par épreuve",
    "assessors_of": "{event} : {count}",
    "double": "Double notation",
    "double_value": "critères notés deux fois sans se voir, {compared} : notes égales, {same} ; convenues, {agreed} ; "
    "réglées par un troisième évaluateur, {third}",
    "previous": "Procès-verbaux précédents",
    "closed_by": "Délibération close par",
    "by_delegation": "{name}, par délégation de {delegator}",
    "changed": "{criterion} : {before} devient {after}. {reason}",
    "unmarked": "sans note",
    "kept": "Acquis et gardé : {names}.",
    "kept_until": "Acquis et gardé jusqu’au {until} : {names}.",
    "withdrew": "{names} se retire pour ce candidat.",
    "formerly": "Décision rectifiée : {decided}.",
    "proposed": "Les notes donnent : {proposed}.",
    "number": "n° {number}",
    "incident": "{at} : {words}",
    "incident_of": "{at}, candidat n° {number} : {words}",
    "account": "compte personnel et second facteur ({factor})",
    "account_key": "compte personnel, second facteur ({factor}) et clé personnelle",
    "link": "lien à usage unique",
    "tablet": "sur place, à l’écran, attesté par {attested}",
    "paper": "papier numérisé, attesté par {attested}",
    "refused": "refuse de signer : {words}",
    "prevented": "empêché : {words} (noté par {attested})",
    "totp": "code d’une application",
    "recovery_codes": "code de secours",
    "webauthn": "clé d’accès",
    "sealed": "Chaque signature est une signature électronique simple. Le procès-verbal est scellé par {name} "
    "avec la clé de ses documents ; son empreinte est celle de ses données, jointes à ce PDF.",
    "extract": "Extrait du procès-verbal {number}, dont l’empreinte SHA-256 est {digest}. Les autres candidats "
    "n’y sont pas nommés. L’extrait est scellé par {name} ; les membres du jury ont signé le procès-verbal "
    "entier.",
    "reason_minutes": "Procès-verbal de jury {number}",
    "reason_extract": "Extrait du procès-verbal de jury {number}",
    "attached": "Données du procès-verbal {number}",
    "attached_signatures": "Signatures du procès-verbal {number}",
    "attached_extract": "Données de l’extrait du procès-verbal {number}",
}
_EN: Final = {
    "president": "president",
    "member": "member",
    "onsite": "on site",
    "remote": "remotely",
    "mixed": "present",
    "absent": "absent",
    "excused": "excused",
    "represented": "absent, proxy given to {name}",
    "expected": "not noted",
    "acquired": "acquired",
    "not_acquired": "not acquired",
    "partial": "partly acquired",
    "absent_result": "absent",
    "suspended": "suspended",
    "pending": "pending",
    "experience": "by experience",
    "quorum": "Quorum: present, {present} of {seats}{proxies}; needed, {needed} ({percent} % of the seats).",
    "proxies_counted": ", and represented, {represented}",
    "proxies_not_counted": " (proxies given, which do not count: {represented})",
    "version": "Version {number}, SHA-256 {digest}",
    "level": "Level {level} of the European Qualifications Framework",
    "siren": "SIREN {siren}",
    "organiser": "Organised by",
    "dates": "from {first} to {last}",
    "one_day": "on {first}",
    "rolling": "rolling",
    "deliberated": "on {day}, from {start} to {end}",
    "deliberated_days": "from {start} to {end}",
    "rule": "Rule for passing",
    "assessors": "Assessors of each event",
    "assessors_of": "{event}: {count}",
    "double": "Double marking",
    "double_value": "criteria marked twice, blind, {compared}: equal marks, {same}; agreed on, {agreed}; settled by a "
    "third assessor, {third}",
    "previous": "Earlier minutes",
    "closed_by": "Deliberation closed by",
    "by_delegation": "{name}, by delegation of {delegator}",
    "changed": "{criterion}: {before} becomes {after}. {reason}",
    "unmarked": "no mark",
    "kept": "Acquired and kept: {names}.",
    "kept_until": "Acquired and kept until {until}: {names}.",
    "withdrew": "{names} withdraws for this candidate.",
    "formerly": "Decision corrected: {decided}.",
    "proposed": "The marks give: {proposed}.",
    "number": "no. {number}",
    "incident": "{at}: {words}",
    "incident_of": "{at}, candidate no. {number}: {words}",
    "account": "own account and second factor ({factor})",
    "account_key": "own account, second factor ({factor}) and own key",
    "link": "one-time link",
    "tablet": "on the spot, on screen, attested by {attested}",
    "paper": "scanned paper, attested by {attested}",
    "refused": "refuses to sign: {words}",
    "prevented": "prevented: {words} (noted by {attested})",
    "totp": "code of an application",
    "recovery_codes": "recovery code",
    "webauthn": "passkey",
    "sealed": "Each signature is a simple electronic signature. The minutes are sealed by {name} with the key of its "
    "documents; their digest is that of their data, attached to this PDF.",
    "extract": "Extract of the minutes {number}, whose SHA-256 is {digest}. The other candidates are not named "
    "in it. The extract is sealed by {name}; the members of the jury signed the whole minutes.",
    "reason_minutes": "Minutes of a jury {number}",
    "reason_extract": "Extract of the minutes of a jury {number}",
    "attached": "Data of the minutes {number}",
    "attached_signatures": "Signatures of the minutes {number}",
    "attached_extract": "Data of the extract of the minutes {number}",
}


class Words:
    """One language to write minutes in."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._words = _EN if language == "en" else _FR
        self._voice = Voice(language)

    def say(self, key: str, **places: Any) -> str:
        """A word or a sentence of ours."""
        text = self._words[key].format_map(places)
        return french_spaces(text) if self.language == "fr" else text

    def day(self, value: date | str) -> str:
        """26 juin 2026; 26 June 2026."""
        return self._voice.date(date.fromisoformat(value) if isinstance(value, str) else value)

    def hour(self, value: datetime) -> str:
        """14 h 05; 14:05."""
        local = localtime(value)
        return f"{local.hour}\u00a0h\u00a0{local:%M}" if self.language == "fr" else f"{local:%H:%M}"

    def moment(self, value: datetime | str) -> str:
        """26 juin 2026, 14 h 05 (UTC+2)."""
        found = read_stamp(value) if isinstance(value, str) else value
        if found is None:
            return ""
        local = localtime(found)
        offset = local.utcoffset()
        hours = round(offset.total_seconds() / 3600) if offset else 0
        return f"{self.day(local.date())}, {self.hour(found)} (UTC{hours:+d})"

    def outcome(self, code: str) -> str:
        """A result, as minutes say it."""
        return self.say({"absent": "absent_result"}.get(code, code)) if code else ""

    def text(self, texts: dict[str, str]) -> str:
        """A text of the design in this language, or in the one that it has."""
        return texts.get(self.language) or next(iter(texts.values()), "")

    def registered(self, key: str, found: dict[str, str]) -> str:
        """The wording that the rules of registered certifications allow, as credentials have it."""
        return self._voice.word(key, register=found["kind"], code=found["code"], until=self.day(found["until"]))

    def number(self, text: str | None) -> str:
        """A decimal number with the sign of the language; "" for none."""
        return "" if text is None else text.replace(".", ",") if self.language == "fr" else text

    @staticmethod
    def local_day(value: datetime) -> date:
        """The day, where the settings are."""
        return localtime(value).date()

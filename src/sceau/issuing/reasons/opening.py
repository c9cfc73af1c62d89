"""Reasons about the page of a credential and about its erasure."""

from __future__ import annotations

from sceau.engine.errors import Reason

NOT_YOURS = Reason(
    "issuing.not_yours",
    fr="Seule la personne qui détient cette preuve en décide",
    en="Only the person who holds this credential decides this",
)
GONE = Reason(
    "issuing.gone",
    fr="Cette preuve n’existe plus : il n’y a rien à ouvrir",
    en="This credential does not exist any more: there is nothing to open",
)
BYTES = Reason(
    "issuing.bytes",
    fr="preuves délivrées : le fichier signé, sa fiche et sa page publique ; ce que la personne en garde reste "
    "vérifiable",
    en="credentials issued: the signed file, its record and its public page; what the person keeps of them still "
    "verifies",
)
PAPERS = Reason("issuing.papers", fr="certificats et parchemins (PDF)", en="certificates and parchments (PDF)")
WAITING = Reason(
    "issuing.waiting",
    fr="preuves qui attendaient d’être délivrées",
    en="credentials that were waiting to be issued",
)
WRITTEN = Reason(
    "issuing.written",
    fr="lettres qui devaient encore partir",
    en="letters that were still to leave",
)
TYPED = Reason(
    "issuing.typed",
    fr="raisons écrites à propos de ses preuves",
    en="reasons written about their credentials",
)
LOOKS = Reason(
    "issuing.looks",
    fr="nombres, par jour, de consultations de ses preuves",
    en="numbers, by day, of how often their credentials were looked at",
)
REGISTER_LINE = Reason(
    "issuing.register_line",
    fr="une ligne de registre par preuve : code, dates, empreinte ; elle ne nomme personne, et une preuve "
    "effacée ne paraît jamais révoquée",
    en="a line of the register for each credential: code, dates, digest; it names nobody, and a credential that was "
    "erased never shows as revoked",
)
WHY_REGISTER = Reason(
    "issuing.why_register",
    fr="Le registre des preuves délivrées ne se réécrit pas : sans lui, aucune preuve gardée ne se vérifierait "
    "plus (RGPD, article 17, paragraphe 3, b et e)",
    en="The register of issued credentials is not written anew: without it, no credential that people keep would "
    "verify any more (GDPR, article 17(3), b and e)",
)

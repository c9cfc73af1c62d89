"""Reasons about papers, and what their seals say."""

from __future__ import annotations

from typing import Final

from sceau.engine.errors import Reason

GONE = Reason(
    "papers.gone",
    fr="Cette preuve a été effacée ou annulée\u00a0: elle n’a plus de certificat",
    en="This credential was erased or called off: it has no certificate any more",
)
NO_PARCHMENT = Reason(
    "papers.no_parchment",
    fr="Seule une certification enregistrée au jour de son attribution a un parchemin",
    en="Only a certification that was registered on the day of its award has a parchment",
)
NO_KEY_OF_DOCUMENTS = Reason(
    "papers.no_key_of_documents",
    fr="L’organisme n’a pas de clé de documents en service\u00a0: le certificat sera là dès qu’il en aura une. "
    "La preuve elle-même est là",
    en="The institution has no key of documents in service: the certificate will be there as soon as it has one. "
    "The credential itself is there",
)
NAME_NOT_PRINTED = Reason(
    "papers.name_not_printed",
    fr="Les lettres de nos papiers n’ont pas tous les signes de ce nom\u00a0: la preuve le porte, exact, et se "
    "vérifie. Pour un certificat, demandez à l’organisme d’y ajouter le nom en lettres latines, "
    "ou à qui administre cette installation d’y ajouter une police (SCEAU_FONTS)",
    en="The letters of our papers lack signs of this name: the credential bears it, exact, and can be verified. "
    "For a certificate, ask the institution to add the name in Latin letters, or whoever looks after this "
    "installation to add a font (SCEAU_FONTS)",
)
NOT_MADE = Reason(
    "papers.not_made",
    fr="Le certificat n’a pas pu être fait ({why})\u00a0: réessayez dans quelques minutes",
    en="The certificate could not be made ({why_en}): try again in a few minutes",
)
NOT_KEPT = Reason(
    "papers.not_kept",
    fr="Le certificat est fait et n’a pas pu être gardé, faute de place sans doute\u00a0: la preuve elle-même est là. "
    "Réessayez dans quelques minutes, et si cela dure prévenez qui administre cette installation",
    en="The certificate was made and could not be kept, for want of room no doubt: the credential itself is there. "
    "Try again in a few minutes, and if it lasts tell whoever looks after this installation",
)
CHANGED_MEANWHILE = Reason(
    "papers.changed_meanwhile",
    fr="La preuve a changé pendant que son certificat se faisait\u00a0: demandez-le de nouveau",
    en="The credential changed while its certificate was being made: ask for it again",
)

SEALED_CERTIFICATE: Final = {"fr": "Certificat {number}", "en": "Certificate {number}"}
SEALED_PARCHMENT: Final = {"fr": "Parchemin {number}", "en": "Parchment {number}"}

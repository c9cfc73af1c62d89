"""What stands in the text beside a bundle, in both languages: nobody chose one when the file is opened."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sceau.engine.checks.words import date_in_words
from sceau.web.verifier_file import verifier_digest

NAME: Final = "LISEZMOI-README.txt"

_FRENCH: Final = """\
VÉRIFIER CETTE PREUVE SANS NOUS

Ouvrez {page} dans un navigateur, même sans réseau : la page montre le verdict.
Elle dit aussi comment comparer la clé à celle que l’organisme publie. Tant que
vous ne l’avez pas comparée, l’émetteur reste à confirmer : un faussaire peut
écrire un dossier entier avec sa propre clé.

L’état (révoquée, suspendue, remplacée) est celui du {at}.

Vous recevez ce dossier de la personne que vous vérifiez ? Sa page vaut ce que
vaut qui l’envoie. Prenez verifier.html sur le site de l’organisme, comparez son
empreinte, et ouvrez-y bundle.json. Empreinte SHA-256 de verifier.html le jour
où ce dossier a été fait :
{digest}

En ligne de commande : sceau verify bundle.json
En ajoutant --offline, rien n’est demandé à personne.

La preuve elle-même est le fichier .json ; bundle.json porte aussi les documents
de l’organisme (ses clés, ses listes d’état), la micro-certification et sa fiche.
"""
_ENGLISH: Final = """\
VERIFY THIS CREDENTIAL WITHOUT US

Open {page} in a browser, even with no network: the page shows the verdict. It
also says how to compare the key with the one that the institution publishes.
Until you have compared it, the issuer is to be confirmed: a forger can write a
whole bundle with a key of their own.

The status (revoked, suspended, replaced) is that of {at}.

Do you receive this from the person whom you verify? Its page is worth what
whoever sends it is worth. Take verifier.html from the site of the institution,
compare its fingerprint, and open bundle.json in it. SHA-256 fingerprint of
verifier.html on the day on which this was made:
{digest}

On the command line: sceau verify bundle.json
With --offline, nothing is asked of anybody.

The credential itself is the .json file; bundle.json also holds the documents of
the institution (its keys, its status lists), the micro-credential and its record.
"""


def read_me(page: str, *, at: datetime) -> str:
    """The text. page: the file to open; at: when the bundle was made"""
    halves = (
        text.format(page=page, at=date_in_words(at, language), digest=verifier_digest())
        for text, language in ((_FRENCH, "fr"), (_ENGLISH, "en"))
    )
    return "\n----\n\n".join(halves).replace("\n", "\r\n")

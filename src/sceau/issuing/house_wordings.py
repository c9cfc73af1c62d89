"""What the house writes to holders, for each kind of letter in each language, where an institution wrote nothing else.

Fields stand in braces. A paragraph of which a field has nothing to say is left out. Spaces are typed plainly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sceau.issuing.states import Kind


@dataclass(frozen=True, slots=True)
class Text:
    """A subject of one line, and a body of paragraphs between empty lines; both with fields."""

    subject: str
    body: str


_FR: Final = {
    Kind.ISSUED: Text(
        "Votre preuve : {title}",
        """Bonjour {name},

{institution} vous remet la preuve de ce que vous avez acquis : « {title} ».

{link}

Elle est à vous : gardez-la, montrez-la à qui vous voulez. Personne d’autre ne voit ce qu’elle contient tant que vous \
ne l’avez pas décidé, et toute personne à qui vous donnez ce lien peut vérifier qu’elle est authentique.

Elle vaut jusqu’au {until}.

Son code : {code}.""",
    ),
    Kind.REPLACED: Text(
        "Votre preuve est corrigée : {title}",
        """Bonjour {name},

{institution} a corrigé votre preuve « {title} ». La nouvelle est ici :

{link}

L’ancienne reste authentique ; qui la vérifie apprend qu’une autre la remplace. Donnez désormais le nouveau lien.

Son code : {code}.""",
    ),
    Kind.RENEWED: Text(
        "Votre preuve est renouvelée : {title}",
        """Bonjour {name},

{institution} a renouvelé votre preuve « {title} ». La nouvelle est ici :

{link}

Elle vaut jusqu’au {until}.

L’ancienne reste authentique ; qui la vérifie apprend qu’une autre la remplace. Donnez désormais le nouveau lien.

Son code : {code}.""",
    ),
    Kind.SUSPENDED: Text(
        "Votre preuve est suspendue : {title}",
        """Bonjour {name},

{institution} a suspendu votre preuve « {title} ». C’est pour un temps : qui la vérifie lit qu’elle est authentique, \
et suspendue.

Le motif indiqué : {why}

Si vous pensez qu’il y a une erreur, écrivez à {institution} en donnant ce code : {code}.

{link}""",
    ),
    Kind.RESTORED: Text(
        "Votre preuve est rétablie : {title}",
        """Bonjour {name},

La suspension de votre preuve « {title} » est levée. Elle est de nouveau valide, et rien n’est à faire de votre côté : \
les liens que vous avez donnés fonctionnent comme avant.

{link}

Elle vaut jusqu’au {until}.""",
    ),
    Kind.REVOKED: Text(
        "Votre preuve est révoquée : {title}",
        """Bonjour {name},

{institution} a révoqué votre preuve « {title} ». C’est définitif : qui la vérifie lit qu’elle n’est plus valide.

Le motif indiqué : {why}

Si vous pensez qu’il y a une erreur, écrivez à {institution} en donnant ce code : {code}.""",
    ),
    Kind.EXPIRING: Text(
        "Votre preuve arrive à son terme : {title}",
        """Bonjour {name},

Votre preuve « {title} » vaut jusqu’au {until}. Ce jour passé, elle restera authentique, et qui la vérifie lira \
qu’elle a expiré.

{link}

Pour savoir si elle peut être renouvelée, et comment, écrivez à {institution}.""",
    ),
    Kind.ANSWERED: Text(
        "Une réponse à propos de votre preuve : {title}",
        """Bonjour {name},

Vous avez signalé une erreur sur votre preuve « {title} ». {institution} vous répond :

{why}

{link}

Si vous n’avez rien signalé, écrivez à {institution} en donnant ce code : {code}.""",
    ),
}

_EN: Final = {
    Kind.ISSUED: Text(
        "Your credential: {title}",
        """Hello {name},

{institution} gives you the credential for what you have achieved: “{title}”.

{link}

It is yours: keep it, and show it to whomever you like. Nobody else sees what is in it until you decide so, and \
everybody to whom you give this link can check that it is authentic.

It is valid until {until}.

Its code: {code}.""",
    ),
    Kind.REPLACED: Text(
        "Your credential was corrected: {title}",
        """Hello {name},

{institution} has corrected your credential “{title}”. The new one is here:

{link}

The former one stays authentic; whoever checks it learns that another one replaces it. Please give the new link from \
now on.

Its code: {code}.""",
    ),
    Kind.RENEWED: Text(
        "Your credential was renewed: {title}",
        """Hello {name},

{institution} has renewed your credential “{title}”. The new one is here:

{link}

It is valid until {until}.

The former one stays authentic; whoever checks it learns that another one replaces it. Please give the new link from \
now on.

Its code: {code}.""",
    ),
    Kind.SUSPENDED: Text(
        "Your credential is suspended: {title}",
        """Hello {name},

{institution} has suspended your credential “{title}”. It is for a time: whoever checks it reads that it is authentic, \
and suspended.

The reason given: {why}

If you think that this is a mistake, write to {institution} and give this code: {code}.

{link}""",
    ),
    Kind.RESTORED: Text(
        "Your credential is valid again: {title}",
        """Hello {name},

The suspension of your credential “{title}” has ended. It is valid again, and there is nothing for you to do: the \
links that you gave work as before.

{link}

It is valid until {until}.""",
    ),
    Kind.REVOKED: Text(
        "Your credential is revoked: {title}",
        """Hello {name},

{institution} has revoked your credential “{title}”. This is for good: whoever checks it reads that it is not valid \
any more.

The reason given: {why}

If you think that this is a mistake, write to {institution} and give this code: {code}.""",
    ),
    Kind.EXPIRING: Text(
        "Your credential comes to its end: {title}",
        """Hello {name},

Your credential “{title}” is valid until {until}. After that day it stays authentic, and whoever checks it will read \
that it has expired.

{link}

To learn whether it can be renewed, and how, write to {institution}.""",
    ),
    Kind.ANSWERED: Text(
        "An answer about your credential: {title}",
        """Hello {name},

You said that something is wrong on your credential “{title}”. {institution} answers you:

{why}

{link}

If you did not say so, write to {institution} and give this code: {code}.""",
    ),
}

HOUSE: Final[dict[str, dict[Kind, Text]]] = {"fr": _FR, "en": _EN}
BUTTON: Final = {"fr": "Ouvrir ma preuve", "en": "Open my credential"}

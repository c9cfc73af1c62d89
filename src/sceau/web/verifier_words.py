"""The words of the page that is one file, besides those of the engine: in both languages, for the file holds both."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

# name → French, English
WORDS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "title": (
            "Vérifier une preuve sans réseau",
            "Verify a credential with no network",
        ),
        "lede": (
            "Cette page est un seul fichier\u00a0: elle vérifie sur votre appareil, sans rien demander à "
            "personne. Ce que vous y ouvrez n’en sort pas.",
            "This page is one single file: it verifies on your own device, and asks nobody. What you open in it "
            "does not leave it.",
        ),
        "other": (
            "English",
            "Français",
        ),
        "otherLong": (
            "This page in English",
            "Cette page en français",
        ),
        "file": (
            "Vos fichiers",
            "Your files",
        ),
        "fileHelp": (
            "Une preuve (.json, .jwt, .png, .svg ou .pdf) ou son dossier (preuve-….zip)\u202f; plusieurs à la fois "
            "si vous voulez, avec le did.json de l’organisme.",
            "A credential (.json, .jwt, .png, .svg or .pdf) or its bundle (preuve-….zip); several at once if you "
            "like, with the did.json of the institution.",
        ),
        "drop": (
            "Déposez les fichiers ici, ou choisissez-les.",
            "Drop the files here, or choose them.",
        ),
        "text": (
            "Ou le texte d’une preuve",
            "Or the text of a credential",
        ),
        "verify": (
            "Vérifier",
            "Verify",
        ),
        "nothing": (
            "Choisissez un fichier, ou collez le texte d’une preuve.",
            "Choose a file, or paste the text of a credential.",
        ),
        "again": (
            "Vérifier autre chose",
            "Verify something else",
        ),
        "verdictAt": (
            "Verdict au {at}",
            "Verdict of {at}",
        ),
        "asOf": (
            "Avec les documents joints au fichier, du {at}.",
            "With the documents that came with the file, of {at}.",
        ),
        "name": (
            "Titre",
            "Title",
        ),
        "holder": (
            "Titulaire",
            "Holder",
        ),
        "issuer": (
            "Organisme",
            "Institution",
        ),
        "accordingTo": (
            "Selon la preuve",
            "According to the credential",
        ),
        "unproven": (
            "Selon le fichier, sans garantie",
            "According to the file, without guarantee",
        ),
        "nothingAttests": (
            "Rien n’atteste ce que ce document dit\u00a0: nous ne le répétons pas.",
            "Nothing attests what this document says: we do not repeat it.",
        ),
        "stateTitle": (
            "État au jour du dossier",
            "Status on the day of the bundle",
        ),
        "todo": (
            "Que faire\u202f?",
            "What to do?",
        ),
        "good": (
            "Établi\u00a0:",
            "Established:",
        ),
        "check": (
            "À vérifier\u00a0:",
            "To be checked:",
        ),
        "bad": (
            "Refusé\u00a0:",
            "Refused:",
        ),
        "idle": (
            "Non examiné\u00a0:",
            "Not looked at:",
        ),
        "notes": (
            "Remarques, sans effet sur le verdict",
            "Remarks, with no effect on the verdict",
        ),
        "nothingHere": (
            "Rien n’a été examiné ici.",
            "Nothing was looked at here.",
        ),
        "keyTitle": (
            "La clé est-elle celle de l’organisme\u202f?",
            "Is the key that of the institution?",
        ),
        "keyWhy": (
            "Un faussaire peut écrire tout un dossier, ou un did.json, avec sa propre clé. Demandez à l’organisme "
            "la clé qu’il publie, ou lisez-la à cette adresse si elle répond encore, puis donnez-la ici.",
            "A forger can write a whole bundle, or a did.json, with a key of their own. Ask the institution for the "
            "key that it publishes, or read it at this address if it still answers, and give it here.",
        ),
        "keyPlace": (
            "Où elle est publiée",
            "Where it is published",
        ),
        "keyShown": (
            "Clé apportée avec la preuve",
            "Key that came with the credential",
        ),
        "keyField": (
            "Ce que l’organisme publie",
            "What the institution publishes",
        ),
        "keyHelp": (
            "La clé seule, ou toute la page où elle figure.",
            "The key alone, or the whole page on which it stands.",
        ),
        "compare": (
            "Comparer",
            "Compare",
        ),
        "noKey": (
            "Aucune clé publique dans ce texte\u00a0: elle commence par z6Mk, zDn ou z82.",
            "No public key in this text: it begins with z6Mk, zDn or z82.",
        ),
        "otherKeys": (
            "Ce did.json est d’un autre organisme que celui que la preuve nomme\u00a0: prenez celui de cette adresse.",
            "This did.json is of another institution than the one that the credential names: take the one of this "
            "address.",
        ),
        "online": (
            "En ligne, la page de cette preuve dit son état d’aujourd’hui\u00a0:",
            "Online, the page of this credential tells its status of today:",
        ),
        "trustTitle": (
            "Que vaut cette page\u202f?",
            "What is this page worth?",
        ),
        "trust": (
            "Reçue avec la preuve, elle vaut ce que vaut celui qui l’envoie\u00a0: une page imitée peut afficher "
            "ce qu’elle veut. Pour être sûr, prenez verifier.html sur le site d’un organisme que vous "
            "connaissez, comparez son empreinte SHA-256 à celle qu’il publie, et ouvrez-y le fichier.",
            "Received with the credential, it is worth what whoever sends it is worth: an imitated page can show "
            "whatever it likes. To be sure, take verifier.html from the site of an institution that you know, "
            "compare its SHA-256 fingerprint with the one published there, and open the file in it.",
        ),
        "unreadable": (
            "Ceci ne s’ouvre pas",
            "This does not open",
        ),
        "tooLarge": (
            "Ce fichier dépasse {limit}\u00a0Mo\u00a0: il n’a pas été ouvert. Présentez la preuve seule.",
            "This file is larger than {limit}\u00a0MB: it was not opened. Present the credential alone.",
        ),
        "noBundle": (
            "Ce ZIP ne contient pas de bundle.json\u00a0: ouvrez-le, et présentez la preuve qu’il contient.",
            "This ZIP has no bundle.json: open it, and present the credential that it holds.",
        ),
        "brokenZip": (
            "Ce ZIP est abîmé.",
            "This ZIP is damaged.",
        ),
        "noKeyHere": (
            "La clé qui la vérifierait n’est pas dans ce fichier.",
            "The key that would verify it is not in this file.",
        ),
        "alone": (
            "L’un de ces chemins suffit\u00a0:",
            "One of these ways is enough:",
        ),
        "aloneState": (
            "Son dossier (preuve-….zip), ouvert ici, dit aussi son état au jour où il a été fait.",
            "Its bundle (preuve-….zip), opened here, also tells its status on the day on which it was made.",
        ),
        "aloneBundle": (
            "Demandez à la personne le dossier de sa preuve (preuve-….zip), et ouvrez-le ici.",
            "Ask the person for the bundle of the credential (preuve-….zip), and open it here.",
        ),
        "aloneKeys": (
            "Enregistrez le did.json de l’organisme, et déposez-le ici\u00a0:",
            "Save the did.json of the institution, and drop it here:",
        ),
        "aloneKeysWhose": (
            "Assurez-vous que ce site est bien le sien\u00a0: c’est la preuve qui le nomme.",
            "Make sure that this site is really theirs: it is the credential that names it.",
        ),
        "site": (
            "Son site",
            "Its site",
        ),
        "several": (
            "{count} preuves examinées",
            "{count} credentials examined",
        ),
        "pick": (
            "Choisissez-en une pour la lire en entier.",
            "Choose one to read all of it.",
        ),
        "leftAside": (
            "Laissés de côté",
            "Left aside",
        ),
        "pasted": (
            "Texte collé",
            "Pasted text",
        ),
        "kept": (
            "Clés reçues",
            "Keys received",
        ),
        "onlyKeys": (
            "Ce fichier porte les clés d’un organisme, pas une preuve\u00a0: elles sont gardées dans cette fenêtre. "
            "Ouvrez maintenant la preuve.",
            "This file holds the keys of an institution, not a credential: they are kept in this window. Now open "
            "the credential.",
        ),
        "tooMuch": (
            "Ces fichiers sont trop lourds ensemble\u00a0: ouvrez celui-ci à part.",
            "These files are too heavy together: open this one by itself.",
        ),
        "tooMany": (
            "Plus de {most} fichiers\u00a0: les suivants n’ont pas été ouverts.",
            "More than {most} files: the rest were not opened.",
        ),
        "noFile": (
            "Cela ne se lit pas comme un fichier\u00a0: déposez les fichiers eux-mêmes, pas leur dossier.",
            "This cannot be read as a file: drop the files themselves, not their folder.",
        ),
        "bomb": (
            "Ce ZIP se déplierait bien au-delà de la taille d’un dossier de preuve\u00a0: il n’a pas été ouvert.",
            "This ZIP would unfold far beyond the size of a bundle: it was not opened.",
        ),
        "keyFile": (
            "Ou le did.json que vous avez pris vous-même sur son site",
            "Or the did.json that you took from its site yourself",
        ),
        "print": (
            "Imprimer",
            "Print",
        ),
    }
)


def as_data() -> dict[str, dict[str, str]]:
    """The words of each language, by name."""
    return {language: {name: pair[at] for name, pair in WORDS.items()} for at, language in enumerate(("fr", "en"))}

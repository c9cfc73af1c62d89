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
            "Un fichier",
            "A file",
        ),
        "fileHelp": (
            "Le dossier de preuve (preuve-….zip ou bundle.json), ou une preuve en .json ou .jwt.",
            "The bundle (preuve-….zip or bundle.json), or a credential as .json or .jwt.",
        ),
        "drop": (
            "Déposez le fichier ici, ou choisissez-le.",
            "Drop the file here, or choose it.",
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
            "Un faussaire peut écrire un dossier entier, avec sa propre clé. Demandez à l’organisme la clé qu’il "
            "publie, ou lisez-la à cette adresse si elle répond encore, puis collez-la ici.",
            "A forger can write a whole bundle, with a key of their own. Ask the institution for the key that it "
            "publishes, or read it at this address if it still answers, and paste it here.",
        ),
        "keyPlace": (
            "Où elle est publiée",
            "Where it is published",
        ),
        "keyShown": (
            "Clé jointe à ce fichier",
            "Key that came with this file",
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
            "Ce fichier ne s’ouvre pas",
            "This file does not open",
        ),
        "tooLarge": (
            "Ce fichier dépasse {limit}\u00a0Mo\u00a0: présentez la preuve seule.",
            "This file is larger than {limit}\u00a0MB: present the credential alone.",
        ),
        "noBundle": (
            "Ce ZIP ne contient pas de bundle.json\u00a0: ouvrez-le, et présentez la preuve qu’il contient.",
            "This ZIP has no bundle.json: open it, and present the credential that it holds.",
        ),
        "brokenZip": (
            "Ce ZIP est abîmé.",
            "This ZIP is damaged.",
        ),
        "alone": (
            "Sans les documents de l’organisme, une preuve seule ne peut pas être vérifiée sans réseau\u00a0: "
            "ouvrez son dossier (preuve-….zip).",
            "Without the documents of the institution, a credential alone cannot be verified with no network: "
            "open its bundle (preuve-….zip).",
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

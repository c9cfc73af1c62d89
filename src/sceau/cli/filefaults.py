"""What is the matter with a file, in a sentence, whatever the system calls it."""

from __future__ import annotations

import errno
from pathlib import Path

from sceau.cli.language import say

_SENTENCES = {
    errno.ENOENT: ("{file} n’existe pas.", "{file} does not exist."),
    errno.EACCES: ("Vous n’avez pas le droit d’accéder à {file}.", "You have no right to access {file}."),
    errno.EPERM: ("Vous n’avez pas le droit d’accéder à {file}.", "You have no right to access {file}."),
    errno.EISDIR: ("{file} est un dossier\u202f; un fichier est attendu.", "{file} is a folder; a file is expected."),
    errno.ENOTDIR: ("{file} n’est pas un dossier.", "{file} is not a folder."),
    errno.EEXIST: (
        "{file} existe déjà, et rien n’a été écrasé\u00a0: choisissez un autre nom.",
        "{file} already exists, and nothing was overwritten: choose another name.",
    ),
    errno.ENOSPC: (
        "Il n’y a plus de place pour écrire {file}\u00a0: libérez-en, puis recommencez.",
        "There is no room left to write {file}: make some, then try again.",
    ),
    errno.EROFS: (
        "{file} est sur un disque qu’on ne peut que lire\u00a0: choisissez un autre dossier.",
        "{file} is on a disk that can only be read: choose another folder.",
    ),
    errno.ENAMETOOLONG: ("Le nom {file} est trop long.", "The name {file} is too long."),
}
_NO_FOLDER = (
    "Le dossier {folder} n’existe pas.",
    "The folder {folder} does not exist.",
)


def about_file(error: OSError) -> str:
    """The sentence, with its full stop, in the language that is spoken."""
    file = str(error.filename or say(fr="la réponse", en="the answer"))
    folder = Path(file).parent
    if error.errno == errno.ENOENT and error.filename and not folder.exists():
        fr, en = _NO_FOLDER
    else:
        unnamed = "{file}\u00a0: " + str(error.strerror) + ".", "{file}: " + str(error.strerror) + "."
        fr, en = _SENTENCES.get(error.errno or 0, unnamed)
    return say(fr=fr, en=en).format(file=file, folder=folder)

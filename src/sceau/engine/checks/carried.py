"""Which of the things that a stranger's PDF or picture carries may be a credential, and which are its documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from sceau.engine.addresses import parts_of
from sceau.engine.checks.opening import Recognised, open_anything
from sceau.engine.checks.report import Outcome
from sceau.engine.errors import EngineError, Reason
from sceau.engine.images import unbake
from sceau.engine.images.baked import NOTHING_BAKED
from sceau.engine.model.bundle import LATER_VERSION, NOT_A_BUNDLE, Bundle, is_bundle, read_bundle
from sceau.engine.ports import Carried, Contents, Reader

PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")

NO_CREDENTIAL = Reason(
    "carried.no_credential",
    fr="ce fichier ne porte aucune preuve\u00a0: ni pièce jointe, ni code carré",
    en="this file carries no credential: neither an attachment nor a square code",
)
LOCKED = Reason(
    "carried.locked",
    fr="ce PDF est protégé par un mot de passe\u00a0: ouvrez-le, enregistrez une copie sans mot de passe, et "
    "présentez celle-ci",
    en="this PDF is protected by a password: open it, save a copy without a password, and present that",
)
TOO_MANY = Reason(
    "carried.too_many",
    fr="ce fichier est très grand\u00a0: nous n’en avons examiné que le début, et rien n’y est une preuve",
    en="this file is very large: we looked at its beginning only, and nothing there is a credential",
)
TOO_MANY_PIXELS = Reason(
    "carried.too_many_pixels",
    fr="cette image est trop grande\u00a0: présentez-en une plus petite, ou la seule partie qui porte le code",
    en="this picture is too large: present a smaller one, or only the part that bears the code",
)
TOO_LONG = Reason(
    "carried.too_long",
    fr="ce fichier demande trop de temps ou de mémoire\u00a0: enregistrez la preuve qui y est jointe, et présentez "
    "celle-ci",
    en="this file takes too much time or memory: save the credential attached to it, and present that",
)
BROKEN = Reason("carried.broken", fr="ce fichier est abîmé", en="this file is damaged")

_FAULTS = {
    "locked": LOCKED,
    "too_many": TOO_MANY,
    "too_many_pixels": TOO_MANY_PIXELS,
    "too_large": TOO_MANY,
    "too_long": TOO_LONG,
    "ended": TOO_LONG,
    "broken": BROKEN,
    "not_a_picture": BROKEN,
}


REASONS = frozenset({NO_CREDENTIAL, NOT_A_BUNDLE, LATER_VERSION, *_FAULTS.values()})
NOT_SEEN = frozenset({LOCKED, TOO_MANY, TOO_MANY_PIXELS, TOO_LONG, LATER_VERSION})


class NothingCarried(EngineError):
    """A file of a stranger in which there is no credential that we can find."""

    @property
    def outcome(self) -> Outcome:
        """Unknown where we did not see all of it: what nobody looked into is not called forged."""
        return Outcome.UNKNOWN if self.reason in NOT_SEEN else Outcome.FAILED


@dataclass(frozen=True, slots=True)
class Held:
    """A credential, or an address that may lead to one.

    where:      the attachment's name, or the number of the page; "" on a picture
    content:    bytes for `verify`, or an address
    resources:  documents that are attached beside it, by their id; None where nothing is
    bundle:     the file that it stood in with its documents, where it did: see `handed`
    """

    where: str
    content: bytes | str
    resources: Mapping[str, bytes] | None = None
    bundle: Bundle | None = None


class Attached(Mapping[str, bytes]):
    """The documents that are attached beside a credential: `https://…/annex-1.json` is the file `annex-1.json`."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files

    def __getitem__(self, identifier: str) -> bytes:
        return self._files[unquote(parts_of(identifier).path.rpartition("/")[2])]

    def __iter__(self) -> Iterator[str]:
        return iter(())  # nobody lists what is there: a credential asks by name

    def __len__(self) -> int:
        return 0


def kind_of_file(data: bytes) -> str:
    """ "pdf", "picture" or "", by how the bytes begin."""
    start = data[:1024].lstrip()
    if start.startswith(b"%PDF-"):
        return "pdf"
    is_webp = data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    return "picture" if is_webp or data.startswith(PICTURES) else ""


def opened_file(content: bytes, reader: Reader) -> list[Held]:
    """What stands in a bundle, a PDF or a picture of a stranger; any other file, and a baked picture, as it is.

    raises:  NothingCarried, which says why nothing was found
    """
    if is_bundle(content):
        return [_of_bundle(content)]
    if not kind_of_file(content) or _is_baked(content):
        return [Held("", content)]
    try:
        return held_in(reader.read(content))
    except NothingCarried:
        if content.startswith(b"\x89PNG"):  # the engine says better what a picture lacks
            return [Held("", content)]
        raise


def held_in(contents: Contents) -> list[Held]:
    """The credentials that a file carries: those attached to it; where there are none, what its square codes say.

    raises:  NothingCarried, which says why nothing was found
    """
    attached = [each for each in contents.carried if each.how == "attachment"]
    files = Attached({each.where: each.content for each in attached})
    found = [Held(each.where, each.content, files) for each in attached if _may_be_one(each.content)]
    found = found or [_of_code(each) for each in contents.carried if each.how == "code" and _may_be_one(each.content)]
    if not found:
        raise NothingCarried(_FAULTS.get(contents.fault, NO_CREDENTIAL))
    return found


def _is_baked(content: bytes) -> bool:
    """Whether a picture holds a credential itself, or is to be refused as one that does."""
    if not content.startswith(b"\x89PNG"):
        return False
    try:
        unbake(content)
    except EngineError as error:
        return error.reason is not NOTHING_BAKED
    return True


def _of_bundle(content: bytes) -> Held:
    try:
        bundle = read_bundle(content)
    except EngineError as error:
        reason = error.reason if error.reason in (NOT_A_BUNDLE, LATER_VERSION) else BROKEN
        raise NothingCarried(reason, pointer=error.pointer, **error.details) from error
    return Held("", bundle.credential, bundle.resources, bundle)


def _of_code(carried: Carried) -> Held:
    text = carried.content.decode("utf-8", "replace").strip()
    return Held(carried.where, text if text.startswith(("https://", "http://")) else carried.content)


def _may_be_one(content: bytes) -> bool:
    """Whether it opens as a credential, an address, or something that we can name."""
    try:
        open_anything(content)
    except Recognised:
        return True
    except EngineError as error:
        return error.reason.code.startswith(("proof.", "image.")) and error.reason is not NOTHING_BAKED
    return True

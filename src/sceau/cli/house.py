"""The command's one door to the house: what is behind it needs Django, and is read only when it is asked for."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

    from sceau.config.administration import Administrator
    from sceau.config.examination import Found
    from sceau.config.issuing import HouseKey
    from sceau.config.keyrings import Keyring
    from sceau.config.moving import Moved
    from sceau.config.opening import House
    from sceau.config.restore import Restored
    from sceau.config.waiting import HowFar

TellMove = Callable[[str, int, int], None]  # the step, how far it is, of how much


def open_house(**variables: str) -> House:
    """Read the settings and load the rooms.

    variables:  what holds for those that are not set, by field: mode="demo"
    raises:     sceau.config.errors.WrongSettings
    """
    for name, value in variables.items():
        os.environ.setdefault(f"SCEAU_{name.upper()}", value)
    from sceau.config import opening  # noqa: PLC0415 -- the command starts without Django

    return opening.open_house()


def prepare(*, demo: bool) -> None:
    """Make tables, words, static files, and the people of the demonstration; see that the keys are as they must be.

    raises:  sceau.config.selftest.WrongKeys
    """
    from sceau.config import preparing, waiting  # noqa: PLC0415 -- the command starts without Django

    waiting.end()
    preparing.prepare_tables()
    preparing.prepare_words()
    preparing.prepare_static()
    preparing.look_at_keys()
    if demo:
        from sceau.config import demo as demonstration  # noqa: PLC0415 -- same

        demonstration.seed()


def demonstration_is_to_come() -> bool:
    """Whether the demonstration is to be written; from then on, pages ask people to wait until it is."""
    from sceau.config import demo, waiting  # noqa: PLC0415 -- the command starts without Django

    if demo.is_to_come():
        waiting.tell(waiting.HowFar())
        return True
    return False


def write_demonstration(tell: Callable[[HowFar], None]) -> None:
    """Write the demonstration; the pages are for everybody once it is whole.

    tell:  called now and then with how far it is; what it raises ends the writing, and then nothing is written
    """
    from sceau.config import demo  # noqa: PLC0415 -- the command starts without Django

    demo.seed_while_pages_wait(tell)


def compile_words() -> bool:
    """Compile the English of the pages, when it has changed; gives whether it is as it must be."""
    from sceau.config import words  # noqa: PLC0415 -- the command starts without Django

    return words.compile_words()


def missing_migrations() -> tuple[str, ...]:
    """The changes that the database still needs."""
    from sceau.config import preparing  # noqa: PLC0415 -- the command starts without Django

    return preparing.migrations().missing


def throw_away_certificate(host: str) -> tuple[Path, Path]:
    """A self-signed certificate and its key, in the data folder."""
    from sceau.config import certificate  # noqa: PLC0415 -- the command starts without Django

    return certificate.throw_away(host)


def work() -> None:
    """Do what follows acts until a signal says stop.

    raises:  sceau.jobs.errors.CannotWork
    """
    from sceau.config import working  # noqa: PLC0415 -- the command starts without Django

    working.work()


def manage(words: Sequence[str]) -> None:
    """Run one of Django's commands."""
    from sceau.config import opening  # noqa: PLC0415 -- the command starts without Django

    opening.manage(words)


def back_up(target: Path, *, kek: Path | None) -> int:
    """Write everything to one file; gives its size in bytes."""
    from sceau.config import backup  # noqa: PLC0415 -- the command starts without Django

    return backup.back_up(target, kek=kek)


def files_elsewhere() -> str:
    """The bucket that holds what people handed in; "" when the backup holds it."""
    from sceau.config import backup  # noqa: PLC0415 -- the command starts without Django

    return backup.files_elsewhere()


def restore(source: Path, *, replace: bool, without_kek: bool) -> Restored:
    """Put back what a file holds."""
    from sceau.config import restore as restoring  # noqa: PLC0415 -- the command starts without Django

    return restoring.restore(source, replace=replace, without_kek=without_kek)


def move(url: str, tell: TellMove) -> Moved:
    """Move a house on SQLite to the database of an address.

    raises:  sceau.config.leaving.CannotMove
    """
    from sceau.config import leaving  # noqa: PLC0415 -- the command starts without Django

    source = leaving.leave_for(url)
    open_house()  # first: what is imported next declares tables
    from sceau.config import moving  # noqa: PLC0415 -- the command starts without Django

    return moving.move(source, tell)


def examine() -> list[Found]:
    """What is the case with the house, for `sceau doctor`."""
    from sceau.config import examination  # noqa: PLC0415 -- the command starts without Django

    return examination.examine()


def open_key(slug: str) -> HouseKey:
    """The key of credentials of an institution, for `sceau issue --institution`.

    raises:  sceau.config.errors.WrongSettings
    """
    open_house()  # first: what is imported next declares tables
    from sceau.config import issuing  # noqa: PLC0415 -- the command starts without Django

    return issuing.open_house_key(slug)


def published_design(slug: str, named: str) -> dict[str, object]:
    """What an institution published, for `sceau issue --institution`.

    raises:  sceau.config.errors.WrongSettings
    """
    open_house()  # first: what is imported next declares tables
    from sceau.config import issuing  # noqa: PLC0415 -- the command starts without Django

    return issuing.published_design(slug, named)


def published() -> Path:
    """The folder of what the house serves of the institutions' lists and achievements."""
    return open_house().data / "published"


def new_administrator(*, email: str, name: str, language: str) -> Administrator:
    """Somebody who looks after the installation, for `sceau admin new`."""
    from sceau.config import administration  # noqa: PLC0415 -- the command starts without Django

    return administration.new_administrator(email=email, name=name, language=language)


def forget_factors(*, email: str) -> str:
    """Somebody's second factors taken away, for `sceau admin forget-factors`."""
    from sceau.config import administration  # noqa: PLC0415 -- the command starts without Django

    return administration.forget_factors(email=email)


def keyring() -> type[Keyring]:
    """The keys of the house, for `sceau keyring`.

    raises:  sceau.config.errors.WrongSettings
    """
    open_house()  # first: what is imported next declares tables
    from sceau.config.keyrings import Keyring  # noqa: PLC0415 -- the command starts without Django

    return Keyring


def check_journals(slug: str, noted: Path | None) -> list[dict[str, object]]:
    """The journals of the house, or one, rechecked."""
    from sceau.config import journals  # noqa: PLC0415 -- the command starts without Django

    return journals.check(slug, noted)


def journal_heads(slug: str) -> list[dict[str, object]]:
    """What sums up the journals of the house, or one, to be noted elsewhere."""
    from sceau.config import journals  # noqa: PLC0415 -- the command starts without Django

    return journals.heads_to_note(slug)


def references() -> ModuleType:
    """The reference data of the house, for `sceau frameworks`; once the house is open."""
    from sceau.config import references  # noqa: PLC0415 -- the command starts without Django

    return references


def trusting() -> ModuleType:
    """The lists of issuers that the house trusts, for `sceau trust`."""
    open_house()  # first: what is imported next declares tables
    from sceau.config import trusting  # noqa: PLC0415 -- the command starts without Django

    return trusting

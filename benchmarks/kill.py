"""Workers killed by chance while they sign a batch: what is there in the end is all of it, and each once.

    ./sceau bench kill [--lines 100000] [--kills 20] [--database sqlite|postgresql] [--json]

One worker on SQLite, two on PostgreSQL. Each death is a SIGKILL at a moment drawn by chance; another worker takes the
place of the dead one. Then every credential is verified, and counted against the lines, the places in the status lists,
the digests, the journal and the letters.
"""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from issuing import measure, rate
from sceau.cli.language import say


def main(words: list[str]) -> int:
    """Kill, check, print, and say with the status whether all is as it must be."""
    parser = argparse.ArgumentParser(prog="sceau bench kill", description=__doc__)
    parser.add_argument("--lines", type=int, default=100_000, help=say(fr="du lot", en="of the batch"))
    parser.add_argument("--kills", type=int, default=20, help=say(fr="morts", en="deaths"))
    parser.add_argument(
        "--database", choices=("sqlite", "postgresql"), help=say(fr="celle-là seule", en="that one only")
    )
    parser.add_argument("--json", action="store_true", help=say(fr="pour une machine", en="for a machine"))
    asked = parser.parse_args(words)
    figures = []
    for vendor in (asked.database,) if asked.database else ("sqlite", "postgresql"):
        found = measure(vendor, asked.lines, 1, kills=asked.kills)
        if found is not None:
            figures.append(found | {"kills": asked.kills, "wrong": wrong(found["checked"])})
    if asked.json:
        json.dump({"version": 1, "databases": figures}, sys.stdout, indent=2)
        sys.stdout.write("\n")
    else:
        for each in figures:
            sys.stdout.write(told(each))
    return 0 if figures and not any(each["wrong"] for each in figures) else 1


def wrong(checked: dict[str, Any]) -> list[str]:
    """What is not as it must be, by the names of the counts."""
    alike = ("awards", "places", "lines_signed", "acts", "acts_about")
    found = [name for name in alike if checked[name] != checked["credentials"]]
    found += [name for name in ("wrong", "letters_twice") if checked[name]]
    return found + ([] if checked["journal_is_whole"] else ["journal_is_whole"])


def told(found: dict[str, Any]) -> str:
    """One database, for people."""
    (timed,) = found["rounds"]
    names, speed = ", ".join(found["wrong"]), f"{rate(timed):.0f}"
    return say(
        fr=f"{found['database']} : {timed['lines']} lignes, {found['kills']} morts, {speed} preuves par seconde "
        f"malgré elles ; {found['checked']['credentials']} preuves vérifiées une à une, "
        f"{'à revoir : ' + names if names else 'chacune une seule fois'}.\n",
        en=f"{found['database']}: {timed['lines']} lines, {found['kills']} deaths, {speed} credentials a second "
        f"in spite of them; {found['checked']['credentials']} credentials verified one by one, "
        f"{'wrong: ' + names if names else 'each once only'}.\n",
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

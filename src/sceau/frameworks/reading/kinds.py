"""Which feed a file is, by what is in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sceau.frameworks import reasons
from sceau.frameworks.errors import WrongFile
from sceau.frameworks.reading import csv_export, esco, free, rome, xml_export
from sceau.frameworks.reading.packages import Package

FC_CSV, FC_XML_RNCP, FC_XML_RS = "fc_csv", "fc_xml_rncp", "fc_xml_rs"
ESCO, ROME, FREE, OWN = "esco", "rome", "free", "own"
FICHES = (FC_CSV, FC_XML_RNCP, FC_XML_RS)
ASKED = ("csv", "xml", "esco", "rome", "free")  # what a person may say instead of letting us look


def kind_of(package: Package, path: Path, *, asked: str = "") -> str:
    """One of the kinds above.

    asked:   one of ASKED, when a person said so: only that is tried
    raises:  WrongFile
    """
    tried: dict[str, Callable[[], bool]] = {
        "csv": lambda: csv_export.is_one(package),
        "xml": lambda: xml_export.is_one(package),
        "esco": lambda: esco.is_one(package),
        "rome": lambda: rome.is_one(package),
        "free": lambda: path.is_file() and free.is_one(path),
    }
    found = next((name for name, is_one in tried.items() if asked in ("", name) and is_one()), "")
    if found == "csv":
        return FC_CSV
    if found == "xml":
        return FC_XML_RNCP if xml_export.register_of(package) == "rncp" else FC_XML_RS
    if not found:
        raise WrongFile(reasons.NOT_KNOWN_KIND, file=package.name)
    return found

"""The page for who administers names every setting, as the class has it, in both languages."""

import re
from pathlib import Path

import pytest
from pydantic_core import PydanticUndefined

from sceau.config.environment import Environment, fields, is_secret, says, variable
from sceau.config.reading import DEMANDED, FILE

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = {"fr": "administrer.md", "en": "administer.md"}
DEMANDED_HERE = {"fr": "exigé en production", "en": "demanded in production"}
HEADINGS = {"fr": "| variable | ce qu’elle décide | sans elle |", "en": "| variable | what it decides | without it |"}


def table(language):
    """The table of settings, as the page has to hold it."""
    rows = [HEADINGS[language], "|---|---|---|"]
    for name in fields():
        told = says(name)
        default = Environment.model_fields[name].default
        if told.by_default:
            without = told.by_default[language]
        elif default in (None, PydanticUndefined) or not str(getattr(default, "get_secret_value", lambda: default)()):  # noqa: B023
            without = "–"
        else:
            without = f"`{default}`"
        if name in DEMANDED:
            without += f" ({DEMANDED_HERE[language]})"
        rows.append(f"| `{variable(name)}` | {told.fr if language == 'fr' else told.en} | {without} |")
    return "\n".join(rows)


@pytest.mark.parametrize("language", PAGES)
def test_the_page_holds_the_table_of_the_settings(language):
    page = (DOCS / PAGES[language]).read_text(encoding="utf-8")

    assert table(language) in page


@pytest.mark.parametrize("language", PAGES)
def test_the_page_names_no_setting_that_is_not_there(language):
    named = set(re.findall(r"SCEAU_[A-Z_]+", (DOCS / PAGES[language]).read_text(encoding="utf-8")))

    known = {variable(name) for name in fields()} | {variable(name) + FILE for name in fields() if is_secret(name)}
    assert named - known <= {"SCEAU_LANG", "SCEAU_PORT", "SCEAU_MAILFROM"}  # the last is the slip it warns of

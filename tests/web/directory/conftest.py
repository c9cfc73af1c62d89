"""Amina heads the institution of the directory, Claire designs there, Bruno heads another one, Paul administers."""

from __future__ import annotations

from institutions.conftest import alpes, amina, bruno, claire, occitanie, paul  # noqa: F401 -- fixtures
from institutions.directories import box, directory, draft, idp, web, world  # noqa: F401 -- fixtures

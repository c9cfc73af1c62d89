"""Amina heads the Alpes, Claire designs there, Bruno heads another body, Paul administers the installation."""

from __future__ import annotations

from institutions.conftest import alpes, amina, bruno, claire, grenoble, occitanie, paul  # noqa: F401 -- fixtures

"""A body whose journal and keys the pages speak of."""

from __future__ import annotations

from institutions.conftest import alpes, amina, paul  # noqa: F401 -- fixtures
from web.public.catalogue.conftest import occitanie, publish  # noqa: F401 -- fixtures

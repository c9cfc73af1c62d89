"""Addresses of the journal of an institution."""

from __future__ import annotations

from django.urls import path

from sceau.web.desk.journal import pages

urlpatterns = [
    path("journal/", pages.journal, name="desk_journal"),
    path("journal/recheck", pages.recheck, name="desk_journal_recheck"),
    path("journal/export.<str:form>", pages.export, name="desk_journal_export"),
]

"""The letters that the demonstration would have sent: whoever tries it reads codes and invitations here."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from sceau.outside.letterbox import latest

SHOWN = 30


@require_GET
@never_cache
def demo_mail(request: HttpRequest) -> HttpResponse:
    """The last letters, the newest first. Outside the demonstration there is no such page."""
    if settings.MODE != "demo":
        raise Http404
    letters = latest(Path(settings.EMAIL_FILE_PATH), limit=SHOWN)
    return render(request, "public/demo_mail.html", {"letters": letters, "shown": SHOWN})

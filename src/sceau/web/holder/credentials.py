"""What a candidate's file led to: each credential, how it stands, its link to share, its files, public or not."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from sceau.engine.model.code import group_code
from sceau.issuing.errors import IssuingError
from sceau.issuing.models import Credential
from sceau.issuing.queries.opening import credentials_shown_to, is_public
from sceau.issuing.queries.requests import latest_of
from sceau.issuing.services.opening import make_private, make_public, renew_opening
from sceau.issuing.states import CredentialState
from sceau.people.errors import PeopleError
from sceau.verification.counting import counted
from sceau.web.holder.doors import HolderRequest, holder_page, shown
from sceau.web.public.credentials.doors import OPENING
from sceau.web.public.credentials.papers import papers_of
from sceau.web.public.credentials.pictures import pictures_of
from sceau.web.public.credentials.standing import standing_of
from sceau.web.templatetags.words import spoken


@holder_page
def credentials(request: HolderRequest) -> HttpResponse:
    """All of them, the last first."""
    found = list(credentials_shown_to(request.candidate))
    asked = latest_of(found)
    looks = counted([each.uuid for each in found], today=localdate())
    rows = [_row(each) | {"asked": asked.get(each.pk), "looks": looks[each.uuid]} for each in found]
    return shown(request, "credentials", {"rows": rows})


@holder_page
def credential(request: HolderRequest, credential: UUID) -> HttpResponse:
    """What the holder decides about one: public, private, a new link."""
    found = credentials_shown_to(request.candidate).filter(uuid=credential).first()
    if found is None:
        raise Http404
    act = request.POST.get("act", "") if request.method == "POST" else ""
    told = {
        "public": (make_public, _("La page est publique\u00a0: qui en a l’adresse la lit.")),
        "private": (make_private, _("La page n’est plus publique\u00a0: seul votre lien l’ouvre.")),
        "renew": (renew_opening, _("Le nouveau lien est prêt. L’ancien n’ouvre plus rien.")),
    }
    if act in told:
        do, said = told[act]
        try:
            do(credential=found, by=None, now=now())
        except (IssuingError, PeopleError) as refusal:
            messages.warning(request, refusal.sentence(spoken()))
        else:
            messages.success(request, said)
    return redirect("candidate_credentials", request.candidate.uuid)


def link_of(credential: Credential) -> str:
    """What the holder gives to whoever is to read it."""
    path = reverse("credential", args=[credential.code])
    return f"{settings.BASE_URL}{path}?{urlencode({OPENING: credential.opening})}"


def _row(credential: Credential) -> dict[str, Any]:
    version, successor = credential.award.version, None
    if credential.state == CredentialState.REPLACED:
        successor = credential.replaced_by
    titles = version.titles
    return {
        "credential": credential,
        "title": titles.get(spoken()) or next(iter(titles.values()), ""),
        "standing": standing_of(credential, now=now(), successor=successor),
        "successor": successor,
        "successor_code": group_code(successor.code) if successor else "",
        "renews": group_code(credential.replaces.code) if credential.replaces and credential.renews else "",
        "grouped": group_code(credential.code),
        "link": link_of(credential),
        "address": settings.BASE_URL + reverse("credential", args=[credential.code]),
        "query": f"?{urlencode({OPENING: credential.opening})}",
        "public": is_public(credential),
        "papers": papers_of(credential),
        "pictures": pictures_of(credential),
    }

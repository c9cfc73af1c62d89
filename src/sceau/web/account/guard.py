"""An institution may ask its people for a second factor: those without are led to add one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from sceau.accounts.queries import has_second_factor
from sceau.institutions.models import Institution
from sceau.web.account.pages import signed_in_user


def factor_to_add(request: HttpRequest, institution: Institution) -> HttpResponse | None:
    """Where somebody goes who has no second factor and needs one here; None when nothing is missing.

    Whoever has one gave it at sign-in: allauth lets nobody in without. A passkey counts.
    """
    if not institution.second_factor_required or has_second_factor(signed_in_user(request)):
        return None
    after = request.get_full_path() if request.method == "GET" else institution_home(institution)
    return HttpResponseRedirect(f"{reverse('account_factor_required')}?{urlencode({'next': after})}")


def institution_home(institution: Institution) -> str:
    """The first page of a desk: where to go on when what was asked cannot be asked again by a link."""
    return reverse("desk_home", args=[institution.slug])

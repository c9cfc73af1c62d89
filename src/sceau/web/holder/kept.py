"""Everything that is kept about a candidate here, and what they agree to make public: nothing, unless they say so."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _

from sceau.assessment import declaration, prerequisites
from sceau.assessment.models import Candidate
from sceau.assessment.queries import candidates as queries
from sceau.assessment.services.writing import rules_for
from sceau.issuing.queries.opening import credentials_shown_to, is_public
from sceau.issuing.services.opening import make_private
from sceau.people import queries as people
from sceau.people.services import give_consent, withdraw_consent
from sceau.people.states import Asked, Part
from sceau.web.desk.candidates import wording
from sceau.web.holder.copying import came_by_letter, masked
from sceau.web.holder.doors import HolderRequest, holder_page, shown


@holder_page
def kept(request: HolderRequest) -> HttpResponse:
    """All of it, in plain words."""
    candidate = request.candidate
    person = candidate.person
    rules = rules_for(candidate.session)
    labels = wording.event_labels(rules)
    status = people.civil_status_of(person)
    parts = set(status.parts) if status else set()
    clear = came_by_letter(request)  # a link may be in other hands: who answers at the mailbox reads all of it
    context = {
        "clear": clear,
        "addresses": [each.value if clear else masked(each.kind, each.value) for each in people.addresses_of(person)],
        "guardians": [
            {"relation": each.relation, "name": each.name if clear else _initials(each.name)}
            for each in people.guardians_of(person)
        ],
        "civil": [str(part.label) for part in Part if part.value in parts],
        "route": wording.word_in(declaration.ACCESS_ROUTES, candidate.access_route),
        "initiative": wording.word_in(declaration.INITIATIVES, candidate.initiative),
        "entry": wording.entry_of(candidate),
        "conditions": [
            {"label": wording.condition_label(each), "answer": candidate.prerequisites[each.place]}
            for each in prerequisites.conditions_of(rules)
            if each.place < len(candidate.prerequisites)
        ],
        "arrangements": [wording.arrangement_label(each) for each in queries.arrangements_of(candidate)],
        "controls": [
            _control(each, labels)
            for attempt in queries.attempts_of(candidate)
            for each in attempt.controls.all()
            if each.checked_at or each.supervision or each.outcome  # of the others nothing is kept yet
        ],
        "pieces": list(queries.pieces_of(candidate, removed=True)),
        "consents": people.has_consented(person, subject_of(candidate))
        or any(is_public(each) for each in credentials_shown_to(candidate)),
    }
    return shown(request, "kept", context)


@holder_page
def consent(request: HolderRequest) -> HttpResponse:
    """Agree to a public page, or no longer; off until the person says otherwise."""
    candidate = request.candidate
    subject = subject_of(candidate)
    if request.method == "POST":
        agrees = request.POST.get("public") == "yes"
        stands = people.has_consented(candidate.person, subject)
        if agrees and not stands:
            give_consent(person=candidate.person, subject=subject, how=Asked.ON_SCREEN, by=None, now=now())
        elif stands and not agrees:
            withdraw_consent(person=candidate.person, subject=subject, by=None, now=now())
        if not agrees:  # nor what was made of it since
            for each in credentials_shown_to(candidate):
                make_private(credential=each, by=None, now=now())
        messages.success(request, _("Votre choix est enregistré."))
    return redirect("candidate_kept", candidate.uuid)


def subject_of(candidate: Candidate) -> str:
    """What the consent is about: the version of the micro-credential."""
    version = candidate.session.version
    return f"achievement:{version.design.uuid}/{version.number}"


def _initials(name: str) -> str:
    return " ".join(f"{word[0]}." for word in name.split())


def _control(control: Any, labels: dict[str, str]) -> dict[str, Any]:
    return {
        "control": control,
        "event": labels.get(control.event, control.event),
        "supervision": wording.SUPERVISIONS[control.supervision],
        "outcome": wording.OUTCOMES[control.outcome] if control.outcome else "",
    }

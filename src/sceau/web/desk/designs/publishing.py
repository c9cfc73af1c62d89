"""Publication: what will be frozen is shown, who publishes proves to be that person, and says yes once."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sceau.design import services
from sceau.design.errors import DesignError, GateRefuses
from sceau.design.models import Design
from sceau.design.queries import authors_of, gate_of, settings_of
from sceau.design.services.publishing import freeze
from sceau.design.states import State
from sceau.engine.errors import EngineError
from sceau.engine.ports import Signer
from sceau.engine.quality.profiles import PROFILES
from sceau.institutions.models import Institution
from sceau.institutions.roles import Right
from sceau.keyring.documents import ref_of
from sceau.keyring.errors import KeyringError
from sceau.keyring.models import Purpose, SigningKey
from sceau.keyring.queries import active_keys
from sceau.web.account.proof import fresh_proof
from sceau.web.desk.designs.finding import back_to, design_here, may_with, refuse
from sceau.web.desk.designs.gate import addresses, shown
from sceau.web.desk.designs.wording import title_of
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.fields import DeskForm
from sceau.web.desk.turned_away import without_right
from sceau.web.ports import ports
from sceau.web.templatetags.words import spoken


@desk_page(Right.PUBLISH_DESIGNS)
@fresh_proof
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """What is about to be frozen, and the yes."""
    design, moment = design_here(request, uuid), now()
    if not may_with(request.desk, design, Right.PUBLISH_DESIGNS):
        return without_right(request)
    if design.archived_at is not None or design.state not in (State.DRAFT, State.APPROVED):
        messages.info(request, _("Il n’y a rien à publier pour l’instant."))
        return back_to(design, request)
    key = key_of(request.desk.institution)
    form = DeskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            version = services.publish(design=design, by=request.user, now=moment, signer=_signer(key))
        except DesignError as refusal:
            refuse(form, refusal)
        except (KeyringError, EngineError) as refusal:
            clause = refusal.sentence(spoken())
            form.add_error(None, f"{clause[:1].upper()}{clause[1:]}.")
        else:
            messages.success(
                request,
                _("La version %(n)s est publiée. Elle ne changera plus.") % {"n": version.number},
            )
            return redirect("desk_design_version", request.desk.institution.slug, design.uuid, version.number)
    return render(request, "desk/designs/publish.html", _context(request, design, form, key))


def _context(request: DeskRequest, design: Design, form: DeskForm, key: SigningKey | None) -> dict[str, object]:
    """What would be frozen now, or what stands in the way."""
    moment = now()
    context: dict[str, object] = {
        "design": design,
        "title": title_of(design, spoken()),
        "form": form,
        "key": key,
        "number": design.last_number + 1,
        "authors": [each.user for each in authors_of(design)],
        "required": settings_of(request.desk.institution).review_required,
    }
    try:
        frozen = freeze(design, now=moment)
    except DesignError as refusal:
        # whatever it was, what the gate still blocks is told with it: it comes first
        report = refusal.report if isinstance(refusal, GateRefuses) else gate_of(design, now=moment)
        blocking = shown(report, addresses(request, design)) if report.blocks else {}
        return {**context, "refused": refusal.sentence(spoken()), **blocking}
    return {**context, "frozen": frozen, "review": frozen.review, "profile": PROFILES[frozen.report.profile]}


def key_of(institution: Institution) -> SigningKey | None:
    """The key that signs what the institution publishes, None while it has none."""
    return active_keys(institution).filter(purpose=Purpose.CREDENTIALS, holder=None).first()


def _signer(key: SigningKey | None) -> Signer | None:
    return None if key is None else ports().keys.signer(ref_of(key))

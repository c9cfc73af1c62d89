"""One credential: what it is, whose, how it stands and what became of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from sceau.engine.model.code import group_code
from sceau.institutions.roles import Right
from sceau.issuing.models import Credential, Letter
from sceau.issuing.queries.credentials import correction_of, turns_of
from sceau.issuing.queries.renewals import is_renewable
from sceau.issuing.queries.requests import request_about
from sceau.issuing.renewals import renewal_values
from sceau.issuing.services.correcting import award_instead, name_on
from sceau.issuing.services.replacing import REPLACEABLE
from sceau.issuing.services.turning import MAY_BECOME
from sceau.issuing.states import CredentialState
from sceau.verification.counting import counted
from sceau.web.desk.batches.wording import LETTERS
from sceau.web.desk.credentials.finding import credential_here
from sceau.web.desk.credentials.wording import ACTS, holder_of, said_state, state_of
from sceau.web.desk.designs.wording import said
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.templatetags.words import spoken


@desk_page(Right.SEE_CREDENTIALS)
@require_safe
def credential(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Its page at the desk."""
    there, moment = credential_here(request, uuid), now()
    may_turn = request.desk.may(Right.CHANGE_CREDENTIALS)
    replaced_by, instead = there.replaced_by, award_instead(there)
    is_withdrawn = there.award.withdrawn_at is not None
    context = standing_of(there) | {
        "state": state_of(there, now=moment),
        "turns": [{"turn": each, "state": said_state(each.state)} for each in turns_of(there)],
        "letters": [{"letter": each, "kind": LETTERS[each.state]} for each in _letters_of(there)],
        "correction": correction_of(there),
        "asked": request_about(there) if may_turn else None,
        "replaced_by": replaced_by and _link(replaced_by) | {"renews": replaced_by.renews},
        "replaces": there.replaces and _link(there.replaces) | {"renewed": there.renews},
        "renewal": renewal_values(there.line.renewal),
        "may_renew": may_turn and is_renewable(there, on=localdate(moment)),
        "acts": [(name, act) for name, act in ACTS.items() if may_turn and there.state in MAY_BECOME[act.state]],
        "may_correct": may_turn and there.state in REPLACEABLE and (not is_withdrawn or instead is not None),
        "instead": instead,
        "has_page": there.state != CredentialState.CANCELLED,
        "looks": counted([there.uuid], today=localdate(moment))[there.uuid] if _is_looked_at(there) else None,
        "sees_awards": request.desk.may(Right.SEE_SESSIONS),
        "withdrawn": is_withdrawn and there.state in REPLACEABLE,
    }
    return render(request, "desk/credentials/credential.html", context)


def standing_of(there: Credential) -> dict[str, Any]:
    """What every page of one credential says of it."""
    return {
        "credential": there,
        "code": group_code(there.code),
        "name": holder_of(there),
        "written": name_on(there),
        "title": said(there.award.version.titles, spoken()),
        "session": there.award.decision.deliberation.session,
    }


def _is_looked_at(there: Credential) -> bool:
    return there.state not in (CredentialState.CANCELLED, CredentialState.ERASED)


def _link(to: Credential) -> dict[str, Any]:
    return {"uuid": to.uuid, "code": group_code(to.code)}


def _letters_of(there: Credential) -> list[Letter]:
    return list(Letter.objects.filter(credential=there).order_by("-made_at", "-pk"))

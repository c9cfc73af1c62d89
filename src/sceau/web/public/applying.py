"""Applying for a place in a public session, from the page of its micro-credential; no account.

The answer is the same whatever is known of the address: a letter leaves, and its link makes the application count.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from sceau.assessment import asked, prerequisites
from sceau.assessment.errors import AssessmentError, NotNow
from sceau.assessment.models import Session
from sceau.assessment.queries.offers import places_left, public_session
from sceau.assessment.services import applying
from sceau.assessment.services.enrolment import require_open_to_all
from sceau.assessment.services.links import digest_of, make_link
from sceau.assessment.services.writing import rules_for
from sceau.engine.errors import EngineError
from sceau.engine.marking.rules import AssessmentRules
from sceau.people.states import Sex
from sceau.web.account.limits import spend
from sceau.web.desk.candidates.finding import refuse
from sceau.web.desk.candidates.forms import ConditionsForm, offer, text
from sceau.web.desk.candidates.wording import session_title
from sceau.web.desk.fields import CHOOSE, DeskForm
from sceau.web.desk.people.forms import NamePart
from sceau.web.holder.doors import enter, private
from sceau.web.ports import ports
from sceau.web.templatetags.words import spoken

LABELS = {
    "given_name": (_("Prénom"), _("Laissez vide si vous n’avez qu’un nom."), "given-name"),
    "birth_name": (_("Nom de naissance"), _("Comme à l’état civil."), "family-name"),
    "used_name": (_("Nom d’usage"), _("Si vous en avez un."), "off"),
    "email": (_("Adresse électronique"), _("Le lien de confirmation y sera envoyé."), "email"),
    "phone": (_("Téléphone"), "", "tel"),
    "birth_date": (_("Date de naissance"), _("jj/mm/aaaa"), "bday"),
    "commune": (_("Commune de naissance"), _("Ou ville et pays."), "off"),
}


class IdentityForm(DeskForm):
    """Who applies: what the design asks, and nothing else."""

    def __init__(self, *args: Any, names: tuple[str, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        for name in names:
            if name == "sex":
                self.fields["sex"] = forms.ChoiceField(
                    label=_("Sexe à l’état civil"),
                    choices=[("", "–"), *Sex.choices],
                    error_messages=CHOOSE,
                )
                continue
            label, help_text, complete = LABELS[name]
            if name == "given_name":
                self.fields[name] = NamePart(label=label, help_text=help_text)
                self.fields[name].widget.attrs["autocomplete"] = complete
                continue
            self.fields[name] = text(label, help_text, autocomplete=complete, required=name not in asked.OPTIONAL)
        if "birth_date" in names:
            self.fields["guardian_name"] = text(_("Parent ou tuteur"), _("Seulement si vous avez moins de 18 ans."))
            self.fields["guardian_relation"] = text(_("Son lien avec vous"), _("Mère, père, tuteur…"))
            self.fields["guardian_email"] = text(_("Son adresse électronique"), inputmode="email")


class WishForm(DeskForm):
    """In which language, and with what experience."""

    language = forms.ChoiceField(label=_("Langue des messages"), error_messages=CHOOSE)
    motivation = text(
        _("Ce que vous savez faire, et où vous l’avez appris"),
        _("Quelques phrases, avec vos mots. Vous enverrez vos preuves ensuite."),
        rows=6,
        required=True,
    )

    def prepare(self, *, by_experience: bool) -> None:
        """Give the languages, and leave out what is not asked."""
        offer(self, "language", [("fr", "français"), ("en", "English")])
        if not by_experience:
            del self.fields["motivation"]


@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The form: conditions one by one, and the fields that the design asks."""
    session = public_session(uuid)
    if session is None:
        raise Http404
    by_experience = session.takes_experience and request.GET.get("by") == "experience"
    try:
        require_open_to_all(session, now=now(), by_experience=by_experience)
        closed = "" if places_left(session) != 0 else str(_("Cette session est complète."))
    except AssessmentError as refusal:
        closed = refusal.sentence(spoken())
    rules = rules_for(session)
    data = request.POST if request.method == "POST" else None
    identity = IdentityForm(data, names=asked.fields_asked(rules.required_fields))
    asking = ConditionsForm(data, conditions=prerequisites.conditions_of(rules))
    wish = WishForm(data, initial={"language": spoken()})
    wish.prepare(by_experience=by_experience)
    faults = [each for each in (identity, asking, wish) if not each.is_valid()]
    if data is not None and not faults and not closed:
        email = identity.cleaned_data["email"].strip().lower()
        if not spend("application", email):
            return private(render(request, "429.html", status=429))
        try:
            _receive(session, (identity, asking, wish), by_experience=by_experience)
        except AssessmentError as refusal:
            told = (identity, asking, wish)
            refuse(next((each for each in told if refusal.field in each.fields), identity), refusal)
        else:
            return private(redirect("apply_sent"))
    context = _context(session, rules) | {
        "identity": identity,
        "asking": asking,
        "wish": wish,
        "by_experience": by_experience,
        "closed": closed,
    }
    return private(render(request, "public/apply/apply.html", context, status=410 if closed else 200))


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """What comes next, whoever asked."""
    return private(render(request, "public/apply/sent.html"))


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the letter: a button makes the application count, so that no reader of mail does it by itself."""
    application = applying.application_for(token, now=now())
    if application is None:
        return private(render(request, "public/apply/over.html", status=404))
    if request.method == "POST":
        try:
            candidate = applying.confirm(application=application, box=ports().box, now=now())
        except NotNow as refusal:
            context = _context(application.session) | {"sentence": refusal.sentence(spoken())}
            return private(render(request, "public/apply/refused.html", context, status=409))
        except EngineError:
            return private(render(request, "public/apply/over.html", status=404))
        return private(enter(request, candidate, digest_of(make_link(candidate, now()))))
    return private(render(request, "public/apply/confirm.html", _context(application.session)))


def _receive(session: Session, typed: tuple[IdentityForm, ConditionsForm, WishForm], *, by_experience: bool) -> None:
    identity, _asking, wish = (each.cleaned_data for each in typed)
    applying.receive(
        session=session,
        values=identity,
        answers=typed[1].answers(),
        by_experience=by_experience,
        motivation=wish.get("motivation", ""),
        guardian={
            "name": identity.get("guardian_name", ""),
            "relation": identity.get("guardian_relation", ""),
            "email": identity.get("guardian_email", ""),
        },
        language=wish["language"],
        box=ports().box,
        now=now(),
    )


def _context(session: Session, rules: AssessmentRules | None = None) -> dict[str, Any]:
    about = rules.prerequisites_text if rules else None
    return {
        "session": session,
        "institution": session.institution,
        "title": session_title(session, spoken()).partition(" – ")[2],
        "version": session.version,
        "conditions_text": about.to(spoken()) if about else "",
    }

"""What comes next in the life of a design, for whoever looks: one sentence, and one thing to do or none."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sceau.accounts.models import User
from sceau.design.models import Design, DesignVersion, Review
from sceau.design.states import Decision, State
from sceau.engine.quality.report import BLOCKS, GateReport
from sceau.institutions.roles import Right
from sceau.web import words
from sceau.web.templatetags.words import spoken


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What decides on it.

    rights:           of whoever looks, with this design
    review:           the one that waits, or the last one; None when there was none
    latest:           the last version published, None before the first
    review_required:  the institution lets nothing be published that only its authors have read
    is_author:        whoever looks wrote in this draft
    """

    design: Design
    report: GateReport
    user: User
    rights: frozenset[Right]
    review: Review | None
    latest: DesignVersion | None
    review_required: bool
    is_author: bool

    def may(self, right: Right) -> bool:
        """Whether the person may, with this design."""
        return right in self.rights


@dataclass(frozen=True, slots=True)
class Next:
    """One sentence, and the one main button.

    page:     the name of the address, with the design's uuid and `more`; "" when this person has nothing to do
    pointer:  the place of the draft that a step is opened at
    """

    sentence: str
    verb: str = ""
    page: str = ""
    more: tuple[object, ...] = ()
    pointer: str = ""


def what_is_next(situation: Situation) -> Next:
    """The next thing."""
    design = situation.design
    if design.archived_at is not None:
        return _archived(situation)
    return {
        State.DRAFT: _draft,
        State.IN_REVIEW: _in_review,
        State.APPROVED: _approved,
        State.PUBLISHED: _published,
    }[State(design.state)](situation)


def _archived(situation: Situation) -> Next:
    sentence = _("Elle est archivée : rien ne peut plus y être changé tant qu’elle l’est.")
    if situation.may(Right.PUBLISH_DESIGNS):
        return Next(sentence, _("Sortir des archives"), "desk_design_archive")
    return Next(sentence)


def _draft(situation: Situation) -> Next:
    """What a reader asked for comes before what the gate says."""
    following, review = _writing(situation), situation.review
    if review is None or review.decision != Decision.CHANGES_ASKED or review.for_number <= situation.design.last_number:
        return following
    asked = _("%(who)s a demandé des modifications le %(day)s : son avis est plus bas.") % {
        "who": review.decided_by.name if review.decided_by else "",
        "day": words.day(review.decided_at, spoken()) if review.decided_at else "",
    }
    return replace(following, sentence=f"{asked} {following.sentence}")


def _writing(situation: Situation) -> Next:
    if not situation.may(Right.EDIT_DESIGNS):
        return Next(_("Elle est en cours d’écriture. Vous n’avez rien à faire."))
    blocking = situation.report.of_severity(BLOCKS)
    if blocking:
        sentence = ngettext(
            "Il reste %(n)s point à régler avant la publication. Le premier : %(first)s",
            "Il reste %(n)s points à régler avant la publication. Le premier : %(first)s",
            len(blocking),
        ) % {"n": len(blocking), "first": blocking[0].sentence.to(spoken())}
        first = blocking[0]
        return Next(sentence, _("Régler ce point"), "desk_design_step", (first.step,), first.pointer)
    if situation.review_required:
        return Next(
            _("Elle passe le contrôle qualité. Faites-la relire par quelqu’un d’autre : votre organisme le demande."),
            _("Demander une relecture"),
            "desk_design_review",
        )
    if situation.may(Right.PUBLISH_DESIGNS):
        return Next(
            _("Elle passe le contrôle qualité. Vous pouvez la publier, ou la faire relire d’abord."),
            _("Publier cette version"),
            "desk_design_publish",
        )
    return Next(
        _("Elle passe le contrôle qualité. Faites-la relire : une personne responsable pourra ensuite la publier."),
        _("Demander une relecture"),
        "desk_design_review",
    )


def _in_review(situation: Situation) -> Next:
    review = situation.review
    day = words.day(review.asked_at, spoken()) if review else ""
    who = review.asked_by.name if review else ""
    if situation.may(Right.REVIEW_DESIGNS) and not situation.is_author:
        return Next(
            _("%(who)s a demandé une relecture le %(day)s. Vous pouvez la relire et donner votre avis.")
            % {"who": who, "day": day},
            _("Lire et décider"),
            "desk_design_review",
        )
    return Next(_("Elle est en relecture depuis le %(day)s. Rien ne change tant qu’elle y est.") % {"day": day})


def _approved(situation: Situation) -> Next:
    who = situation.review.decided_by.name if situation.review and situation.review.decided_by else ""
    if situation.may(Right.PUBLISH_DESIGNS):
        return Next(
            _("%(who)s l’a relue et approuvée. Vous pouvez la publier.") % {"who": who},
            _("Publier cette version"),
            "desk_design_publish",
        )
    return Next(
        _("%(who)s l’a relue et approuvée. Une personne responsable de certification peut maintenant la publier.")
        % {"who": who}
    )


def _published(situation: Situation) -> Next:
    latest = situation.latest
    number = latest.number if latest else 0
    if latest is not None and latest.retired_at is not None:
        return Next(
            _("La version %(n)s est retirée : plus aucune session ne peut s’ouvrir sur elle.") % {"n": number},
            _("Préparer une nouvelle version") if situation.may(Right.EDIT_DESIGNS) else "",
            "desk_design_new_version" if situation.may(Right.EDIT_DESIGNS) else "",
        )
    return Next(
        _("La version %(n)s est publiée. Chacun peut la lire, et vous pouvez la délivrer.") % {"n": number},
        _("Voir la page publique"),
        "micro_credential",
        (number,),
    )

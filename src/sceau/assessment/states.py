"""What may follow what: sessions, candidates, markings, deliberations, minutes, appeals."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SessionKind(models.TextChoices):
    """How the days of a session are known."""

    DATED = "dated", _("à dates fixes")
    ROLLING = "rolling", _("au fil de l’eau")
    TAKEN_OVER = "taken_over", _("reprise de résultats passés")


class Mode(models.TextChoices):
    """Where it is sat (the codes of modalitePassageExamen stand in DOMAIN 5.1)."""

    ONSITE = "onsite", _("sur place")
    REMOTE = "remote", _("à distance")
    MIXED = "mixed", _("sur place et à distance")


class SessionState(models.TextChoices):
    """Where a session stands."""

    OPEN = "open", _("ouverte")
    EVENTS = "events", _("épreuves et notation")
    MARKED = "marked", _("saisie close")
    DELIBERATION = "deliberation", _("délibération")
    DECIDED = "decided", _("décisions signées")
    RELEASED = "released", _("résultats diffusés")
    CANCELLED = "cancelled", _("annulée")


SESSION_NEXT: dict[SessionState, frozenset[SessionState]] = {
    SessionState.OPEN: frozenset({SessionState.EVENTS, SessionState.CANCELLED}),
    SessionState.EVENTS: frozenset({SessionState.MARKED, SessionState.CANCELLED}),
    SessionState.MARKED: frozenset({SessionState.EVENTS, SessionState.DELIBERATION}),
    # an opening is called off: back to where the session stood
    SessionState.DELIBERATION: frozenset({SessionState.MARKED, SessionState.DECIDED, SessionState.RELEASED}),
    # nothing signed is undone: from here on complementary or corrective minutes are made
    SessionState.DECIDED: frozenset({SessionState.RELEASED}),
    SessionState.RELEASED: frozenset({SessionState.EVENTS, SessionState.DELIBERATION}),
    SessionState.CANCELLED: frozenset(),
}


class Route(models.TextChoices):
    """How awards come about; the design chose. "decision" is for results from outside and past holders."""

    MINUTES = "minutes", _("procès-verbal de jury")
    ASSESSOR = "assessor", _("évaluateur et seconde personne")
    AUTOMATIC = "automatic", _("constat automatique contrôlé par sondage")
    DECISION = "decision", _("décision de l’organisme certificateur")


class CandidateState(models.TextChoices):
    """Where somebody stands in a session."""

    INVITED = "invited", _("invitation envoyée")
    APPLIED = "applied", _("demande à examiner")
    ENROLLED = "enrolled", _("inscription faite")
    REFUSED = "refused", _("demande refusée")
    WITHDRAWN = "withdrawn", _("désistement")


CANDIDATE_NEXT: dict[CandidateState, frozenset[CandidateState]] = {
    CandidateState.INVITED: frozenset({CandidateState.APPLIED, CandidateState.ENROLLED, CandidateState.WITHDRAWN}),
    CandidateState.APPLIED: frozenset({CandidateState.ENROLLED, CandidateState.REFUSED, CandidateState.WITHDRAWN}),
    CandidateState.ENROLLED: frozenset({CandidateState.WITHDRAWN}),
    CandidateState.REFUSED: frozenset({CandidateState.APPLIED, CandidateState.ENROLLED}),
    CandidateState.WITHDRAWN: frozenset({CandidateState.APPLIED, CandidateState.ENROLLED}),
}


class Entry(models.TextChoices):
    """How somebody came to be a candidate."""

    DESK = "desk", _("inscription par l’organisme")
    CATALOGUE = "catalogue", _("inscription depuis le catalogue")
    INVITATION = "invitation", _("invitation")
    IMPORT = "import", _("fichier importé")
    EXPERIENCE = "experience", _("reconnaissance de l’expérience")


class ResultState(models.TextChoices):
    """What is known of a result (the words of `sceau.engine.marking`)."""

    TO_ASSESS = "to_assess", _("à évaluer")
    ACQUIRED = "acquired", _("acquis")
    NOT_ACQUIRED = "not_acquired", _("non acquis")
    PARTIAL = "partial", _("acquis en partie")
    ABSENT = "absent", _("absence")
    SUSPENDED = "suspended", _("suspendu")
    PENDING = "pending", _("en attente")


class MarkingState(models.TextChoices):
    """Where the work of one assessor on one event of one attempt stands."""

    ASSIGNED = "assigned", _("à noter")
    OPEN = "open", _("notation commencée")
    SUBMITTED = "submitted", _("notation remise")
    SET_ASIDE = "set_aside", _("écartée")


class Source(models.TextChoices):
    """Where marks come from."""

    SCREEN = "screen", _("grille à l’écran")
    PAPER = "paper", _("grille papier saisie ensuite")
    OBSERVATION = "observation", _("observation en situation de travail")
    PEER = "peer", _("observation par un pair")
    QUIZ = "quiz", _("questionnaire automatique")
    LMS = "lms", _("fichier d’une plateforme de formation")
    IMPORT = "import", _("résultats repris d’un fichier")


class Kept(models.TextChoices):
    """How the mark that counts was found."""

    SINGLE = "single", _("une seule note")
    SAME = "same", _("deux notes égales")
    AGREED = "agreed", _("note convenue entre évaluateurs")
    MEDIAN = "median", _("médiane de trois notes")
    CARRIED = "carried", _("acquis d’un passage précédent")
    JURY = "jury", _("décision du jury")


class Nature(models.TextChoices):
    """A tie between whoever assesses and a candidate."""

    RELATIVE = "relative", _("parent ou proche")
    TRAINER = "trainer", _("formation de cette personne")
    COLLEAGUE = "colleague", _("même employeur ou lien hiérarchique")
    OTHER = "other", _("autre lien")


class Presence(models.TextChoices):
    """Whether somebody was there."""

    EXPECTED = "expected", _("non renseigné")
    PRESENT = "present", _("présence")
    ABSENT = "absent", _("absence")
    EXCUSED = "excused", _("absence justifiée")
    REPRESENTED = "represented", _("pouvoir donné")


class DeliberationKind(models.TextChoices):
    """What a deliberation is about."""

    ORDINARY = "ordinary", _("délibération")
    COMPLEMENTARY = "complementary", _("délibération complémentaire")
    CORRECTIVE = "corrective", _("délibération rectificative")


class MinutesState(models.TextChoices):
    """Where the minutes stand."""

    SIGNING = "signing", _("à signer")
    SEALED = "sealed", _("signé et scellé")
    WITHDRAWN = "withdrawn", _("repris")


class SignatureWay(models.TextChoices):
    """How a member signs. Each is a simple electronic signature, or paper that the president attests."""

    ACCOUNT = "account", _("compte et second facteur")
    LINK = "link", _("lien à usage unique")
    TABLET = "tablet", _("tablette de la présidence")
    PAPER = "paper", _("papier numérisé")


class AppealState(models.TextChoices):
    """Where an appeal stands."""

    OPEN = "open", _("à instruire")
    ANSWERED = "answered", _("réponse donnée")
    WITHDRAWN = "withdrawn", _("retiré")


class AppealEffect(models.TextChoices):
    """What the answer to an appeal changes."""

    NONE = "none", _("la décision est maintenue")
    CORRECTIVE = "corrective", _("le jury rectifie sa décision")
    NEW_ATTEMPT = "new_attempt", _("un nouveau passage est ouvert")


class FileState(models.TextChoices):
    """How far a file of past results is."""

    TO_CHECK = "to_check", _("vérification en cours")
    CHECKED = "checked", _("vérifié")
    REFUSED = "refused", _("à compléter")
    PROPOSING = "propose", _("proposition en cours")
    DONE = "done", _("proposé")


class FileRowState(models.TextChoices):
    """What is to be done with a row of past results: the states of `sceau.intake`, and left aside by somebody."""

    TO_CORRECT = "to_correct", _("à corriger")
    SUSPICIOUS = "suspicious", _("à vérifier")
    CHANGED = "changed", _("changée")
    READY = "ready", _("prête")
    ALREADY_ISSUED = "already_issued", _("déjà là")
    NOT_AWARDED = "not_awarded", _("sans attribution")
    IGNORED = "ignored", _("ignorée")
    LEFT = "left", _("laissée de côté")

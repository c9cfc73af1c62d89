"""What this room holds about people, and why some of it stays after an erasure, in both languages."""

from __future__ import annotations

from sceau.engine.errors import Reason

PIECES = Reason("assessment.personal_pieces", "copies, fichiers et textes remis", "work, files and texts handed in")
SHOWN_PIECES = Reason(
    "assessment.personal_shown_pieces", "pièces montrées avec une preuve", "evidence shown with a credential"
)
UNFINISHED = Reason(
    "assessment.personal_unfinished", "inscriptions restées sans suite", "enrolments that came to nothing"
)
ENROLMENTS = Reason("assessment.personal_enrolments", "inscriptions et passages", "enrolments and attempts")
ARRANGEMENTS = Reason("assessment.personal_arrangements", "aménagements d’épreuve", "arrangements")
LINKS = Reason("assessment.personal_links", "liens personnels et convocations", "personal links and convocations")
WORDS = Reason(
    "assessment.personal_words", "motivation et réponses aux prérequis", "motivation and answers about prerequisites"
)
CONTROLS = Reason(
    "assessment.personal_controls",
    "contrôles d’identité : qui, comment, quelle pièce (« vérifié le… » reste)",
    "identity checks: who, how, which document (“verified on…” stays)",
)
MARKS = Reason("assessment.personal_marks", "notes par critère et commentaires", "marks by criterion and comments")
DECISIONS = Reason(
    "assessment.personal_decisions", "décisions et procès-verbaux signés", "decisions and signed minutes"
)
AWARDS = Reason(
    "assessment.personal_awards", "lignes du registre des certifications", "lines of the register of awards"
)
ATTENDANCE = Reason("assessment.personal_attendance", "feuilles d’émargement signées", "signed attendance sheets")
INCIDENTS = Reason("assessment.personal_incidents", "incidents d’épreuve", "incidents of assessments")
TIES = Reason(
    "assessment.personal_ties", "liens déclarés avec un évaluateur ou un jury", "ties declared by assessors and juries"
)
APPEALS = Reason("assessment.personal_appeals", "recours et réponses", "appeals and answers")
WHY_CLAIMS = Reason(
    "assessment.personal_why_claims",
    "Pour constater ou défendre un droit en justice (RGPD, article 17, paragraphe 3, e), le temps du calendrier de "
    "conservation",
    "To establish or defend legal claims (GDPR, article 17(3), e), for the time of the retention schedule",
)
WHY_REGISTER = Reason(
    "assessment.personal_why_register",
    "Obligation légale pour les certifications enregistrées, et preuve du droit de la personne (RGPD, article 17, "
    "paragraphe 3, b et e)",
    "Legal obligation for registered certifications, and proof of the person’s right (GDPR, article 17(3), b and e)",
)
ENROLMENT = Reason("assessment.personal_enrolment", "Session", "Session")
LABELS = {
    "session": Reason("assessment.personal_label_session", "session", "session"),
    "title": Reason("assessment.personal_label_title", "micro-certification", "micro-credential"),
    "state": Reason("assessment.personal_label_state", "inscription", "enrolment"),
    "enrolled_on": Reason("assessment.personal_label_enrolled_on", "inscription le", "enrolled on"),
    "arrangements": Reason("assessment.personal_label_arrangements", "aménagements", "arrangements"),
    "outcome": Reason("assessment.personal_label_outcome", "résultat", "result"),
    "score": Reason("assessment.personal_label_score", "note sur 100", "score out of 100"),
    "awarded_on": Reason("assessment.personal_label_awarded_on", "certification décernée le", "awarded on"),
    "pieces": Reason("assessment.personal_label_pieces", "pièces remises", "evidence handed in"),
}

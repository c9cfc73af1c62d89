"""The invented people of the demonstration, and where each works. Names, numbers and addresses are nobody's."""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD = "sceau-de-demonstration"  # noqa: S105 -- shown on the sign-in page of the demonstration, and only there


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody invented.

    email:  its domain is reserved for examples (RFC 2606)
    body:   the key of the institution, "" for whoever looks after the installation
    role:   one of `sceau.institutions.roles.Role`, "" for whoever looks after the installation
    unit:   the place of the unit in the institution's list, None for the whole institution
    """

    email: str
    name: str
    body: str = ""
    role: str = ""
    unit: int | None = None
    language: str = "fr"


ADMINISTRATOR = Person("camille.renard@sceau.example", "Camille Renard")

ALPES, OCCITANIE, TERRES, CIMES, MENUISERIES = (
    "org-alpes-numerique",
    "org-certif-occitanie",
    "org-terres-vives",
    "org-atelier-cimes",
    "org-menuiseries-valserine",
)

PEOPLE = (
    Person("helene.garnier@alpes.example", "Hélène Garnier", ALPES, "head"),
    Person("karim.belkacem@alpes.example", "Karim Belkacem", ALPES, "head"),
    Person("lucie.fontaine@alpes.example", "Lucie Fontaine", ALPES, "designer"),
    Person("paul.marchetti@alpes.example", "Paul Marchetti", ALPES, "assessor", 0),
    Person("nadege.ouedraogo@alpes.example", "Nadège Ouédraogo", ALPES, "jury_member"),
    Person("jean-luc.perrin@alpes.example", "Jean-Luc Perrin", ALPES, "jury_president"),
    Person("sofia.mendes@alpes.example", "Sofia Mendes", ALPES, "session_manager", 1),
    Person("marc.vuillemin@alpes.example", "Marc Vuillemin", ALPES, "centre_manager", 1),
    Person("claire.besson@alpes.example", "Claire Besson", ALPES, "employer_manager"),
    Person("idriss.haddad@alpes.example", "Idriss Haddad", ALPES, "disability_officer"),
    Person("anne.delorme@alpes.example", "Anne Delorme", ALPES, "dpo"),
    Person("thomas.weiss@controle.example", "Thomas Weiss", ALPES, "auditor"),
    Person("mathilde.castaing@occitanie.example", "Mathilde Castaing", OCCITANIE, "head"),
    Person("yann.le-goff@occitanie.example", "Yann Le Goff", OCCITANIE, "head"),
    Person("emma.rodriguez@occitanie.example", "Emma Rodriguez", OCCITANIE, "designer"),
    Person("olivier.nguyen@occitanie.example", "Olivier Nguyen", OCCITANIE, "assessor"),
    Person("fatou.diallo@occitanie.example", "Fatou Diallo", OCCITANIE, "jury_member"),
    Person("bernard.cazals@occitanie.example", "Bernard Cazals", OCCITANIE, "jury_president"),
    Person("julie.lacombe@occitanie.example", "Julie Lacombe", OCCITANIE, "session_manager"),
    Person("denis.roux@occitanie.example", "Denis Roux", OCCITANIE, "centre_manager", 0),
    Person("amelie.pujol@occitanie.example", "Amélie Pujol", OCCITANIE, "employer_manager"),
    Person("hugo.sanchez@occitanie.example", "Hugo Sanchez", OCCITANIE, "disability_officer"),
    Person("irene.maurel@occitanie.example", "Irène Maurel", OCCITANIE, "dpo"),
    Person("alice.morgan@audit.example", "Alice Morgan", OCCITANIE, "auditor", language="en"),
    Person("rose.cabrol@terres-vives.example", "Rose Cabrol", TERRES, "head"),
    Person("gilles.fabre@terres-vives.example", "Gilles Fabre", TERRES, "centre_manager"),
    Person("leila.amrani@cimes.example", "Leïla Amrani", CIMES, "head"),
    Person("simon.dufour@cimes.example", "Simon Dufour", CIMES, "centre_manager"),
    Person("pascale.grosjean@valserine.example", "Pascale Grosjean", MENUISERIES, "head"),
    Person("victor.blanc@valserine.example", "Victor Blanc", MENUISERIES, "employer_manager"),
)

# one person each in bodies that nobody enters by the sign-in page; their designs are in the catalogue
ELSEWHERE = (
    Person("noemie.vasseur@boreal.example", "Noémie Vasseur", "org-boreal", "head"),
    Person("stephane.rey@trois-rivieres.example", "Stéphane Rey", "org-trois-rivieres", "head"),
    Person("gwenaelle.riou@prev-ouest.example", "Gwenaëlle Riou", "org-prev-ouest", "head"),
    Person("antoine.chauvet@frigea.example", "Antoine Chauvet", "org-frigea", "head"),
    Person("maelle.tanguy@thermalis.example", "Maëlle Tanguy", "org-thermalis", "head"),
    Person("farid.meziane@aciers-rhone.example", "Farid Meziane", "org-aciers-rhone", "head"),
    Person("odile.perrot@relation-travail.example", "Odile Perrot", "org-relation-travail", "head"),
    Person("lionel.achard@donnees-droit.example", "Lionel Achard", "org-donnees-droit", "head"),
)

# who assesses and presides in many bodies, and comes in by none of their desks in the demonstration
CERTIFIERS = (
    ALPES,
    OCCITANIE,
    TERRES,
    "org-boreal",
    "org-trois-rivieres",
    "org-prev-ouest",
    "org-frigea",
    "org-thermalis",
    "org-aciers-rhone",
    "org-relation-travail",
    "org-donnees-droit",
)
WITH_JURIES = (ALPES, OCCITANIE, TERRES, "org-relation-travail")
ASSESSORS = (
    ("maud.keravec@evaluation.example", "Maud Keravec"),
    ("ibrahima.sylla@evaluation.example", "Ibrahima Sylla"),
    ("clement.arnoux@evaluation.example", "Clément Arnoux"),
)
PRESIDENTS = (
    ("edouard.tardieu@jury.example", "Édouard Tardieu"),
    ("benoit.aubepin@jury.example", "Benoît Aubépin"),
    ("grace.okoume@jury.example", "Grâce Okoumé"),
    ("sylvie.fontvieille@jury.example", "Sylvie Fontvieille"),
)
TRAVELLERS = (
    *(Person(email, name, body, "assessor") for body in CERTIFIERS for email, name in ASSESSORS),
    *(Person(email, name, body, "jury_president") for body in WITH_JURIES for email, name in PRESIDENTS),
)

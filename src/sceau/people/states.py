"""What may be said of a person's data: closed lists."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sex(models.TextChoices):
    """As civil status has it; the State's feed takes nothing else."""

    FEMALE = "F", _("féminin")
    MALE = "M", _("masculin")


class Part(models.TextChoices):
    """What of a civil status is filled in, known without opening it."""

    SEX = "sex", _("sexe")
    FIRST_NAMES = "first_names", _("prénoms")
    BIRTH_NAME = "birth_name", _("nom de naissance")
    USED_NAME = "used_name", _("nom d’usage")
    BIRTH_YEAR = "birth_year", _("année de naissance")
    BIRTH_MONTH = "birth_month", _("mois de naissance")
    BIRTH_DAY = "birth_day", _("jour de naissance")
    INSEE_CODE = "insee_code", _("code Insee de naissance")
    POSTCODE = "postcode", _("code postal de naissance")
    COMMUNE = "commune", _("commune de naissance")
    COUNTRY = "country", _("pays de naissance")


class AddressKind(models.TextChoices):
    """How somebody is reached."""

    EMAIL = "email", _("courriel")
    PHONE = "phone", _("téléphone")
    POSTAL = "postal", _("adresse postale")


class Trait(models.TextChoices):
    """What two records may have in common; each is kept as a keyed digest only.

    IDENTITY:  birth name, first first name, birth date as it is known
    SWAPPED:   the same, day and month in order of size
    NAMED:     one of the names held (birth, used), first first name, birth date
    YEAR:      one of the names held, first first name, year of birth
    """

    IDENTITY = "identity", _("même état civil")
    SWAPPED = "swapped", _("jour et mois de naissance échangés")
    NAMED = "named", _("nom de naissance et nom d’usage échangés")
    YEAR = "year", _("mêmes nom, prénom et année de naissance")


class Likeness(models.TextChoices):
    """Why two records may be one person, the strongest reason first."""

    IDENTITY = "identity", _("même état civil")
    SWAPPED = "swapped", _("même nom, jour et mois de naissance échangés")
    NAMED = "named", _("nom de naissance chez l’un, nom d’usage chez l’autre")
    EMAIL = "email", _("même adresse électronique")
    YEAR = "year", _("mêmes nom, prénom et année de naissance")
    NAME = "name", _("mêmes nom et prénom, et rien qui les distingue")


class Asked(models.TextChoices):
    """How a consent was given."""

    ON_SCREEN = "on_screen", _("à l’écran, par la personne")
    ON_PAPER = "on_paper", _("sur papier")
    IMPORTED = "imported", _("repris d’un fichier")


class DataKind(models.TextChoices):
    """What a rule of retention is about (Sceau domain guide, 6.6)."""

    PROSPECTS = "prospects", _("candidatures sans suite")
    ENROLMENT = "enrolment", _("convocations, aménagements, liens et écrits d’inscription")
    ATTENDANCE = "attendance", _("feuilles d’émargement, signées ou numérisées")
    INCIDENTS = "incidents", _("incidents d’épreuve")
    ANSWERS = "answers", _("copies et fichiers remis")
    RECORDINGS = "recordings", _("enregistrements d’épreuves, son et image")
    SCORES = "scores", _("notes par critère")
    AWARDS = "awards", _("registre des décisions")
    CREDENTIALS = "credentials", _("copie de la preuve chez l’organisme")
    REQUESTS = "requests", _("demandes de correction closes")
    IDENTITY_CHECKS = "identity_checks", _("traces des contrôles d’identité")
    ACCESS_LOGS = "access_logs", _("traces d’accès")
    REMOVED_ADDRESSES = "removed_addresses", _("adresses retirées")


class Then(models.TextChoices):
    """What becomes of data once it is no longer in use."""

    DELETE = "delete", _("supprimer")
    RESTRICT = "restrict", _("archiver, accès restreint")
    KEEP = "keep", _("garder")


class Step(models.TextChoices):
    """One thing that a retention run does."""

    RESTRICT = "restrict", _("à archiver")
    DELETE = "delete", _("à supprimer")

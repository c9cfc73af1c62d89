import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from sceau.assessment.tables import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("design", "0003_touched"),
        ("institutions", "0002_directory"),
        ("people", "0001_initial"),
    ]

    operations = [
        CreateModels(
            models=[
                migrations.CreateModel(
                    name="Session",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("code", models.CharField(max_length=40)),
                        ("title", models.CharField(blank=True, default="", max_length=200)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("dated", "à dates fixes"),
                                    ("rolling", "au fil de l’eau"),
                                    ("taken_over", "reprise de résultats passés"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("onsite", "sur place"),
                                    ("remote", "à distance"),
                                    ("mixed", "sur place et à distance"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("place", models.CharField(blank=True, default="", max_length=200)),
                        ("address", models.CharField(blank=True, default="", max_length=300)),
                        ("postcode", models.CharField(blank=True, default="", max_length=9)),
                        ("remote_tool", models.CharField(blank=True, default="", max_length=200)),
                        ("starts_on", models.DateField(null=True)),
                        ("ends_on", models.DateField(null=True)),
                        ("deliberates_on", models.DateField(null=True)),
                        ("languages", models.JSONField(default=list)),
                        ("capacity", models.PositiveIntegerField(null=True)),
                        ("is_public", models.BooleanField(default=False)),
                        ("enrol_until", models.DateField(null=True)),
                        ("takes_experience", models.BooleanField(default=False)),
                        (
                            "route",
                            models.CharField(
                                choices=[
                                    ("minutes", "procès-verbal de jury"),
                                    ("assessor", "évaluateur et seconde personne"),
                                    ("automatic", "constat automatique contrôlé par sondage"),
                                    ("decision", "décision de l’organisme certificateur"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "ouverte"),
                                    ("events", "épreuves et notation"),
                                    ("marked", "saisie close"),
                                    ("deliberation", "délibération"),
                                    ("decided", "décisions signées"),
                                    ("released", "résultats diffusés"),
                                    ("cancelled", "annulée"),
                                ],
                                default="open",
                                max_length=12,
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField(default=1)),
                        ("notes", models.TextField(blank=True, default="")),
                        ("last_candidate", models.PositiveIntegerField(default=0)),
                        ("created_at", models.DateTimeField()),
                        ("changed_at", models.DateTimeField()),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "habilitation",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="institutions.habilitation",
                            ),
                        ),
                        (
                            "institution",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sessions",
                                to="institutions.institution",
                            ),
                        ),
                        (
                            "organiser",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="organised_sessions",
                                to="institutions.institution",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="institutions.unit",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sessions",
                                to="design.designversion",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["institution", "state", "starts_on"], name="sessions_of_an_institution"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("institution", "code"), name="one_session_a_code"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ends_on__isnull", True), ("starts_on__isnull", True)),
                                    ("ends_on__gte", models.F("starts_on")),
                                    _connector="OR",
                                ),
                                name="a_session_ends_after_it_starts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "dated"), _negated=True),
                                    ("starts_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="a_dated_session_has_dates",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("organiser", models.F("institution")),
                                    ("habilitation__isnull", False),
                                    _connector="OR",
                                ),
                                name="a_partner_organises_by_habilitation",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Cohort",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("name", models.CharField(max_length=80)),
                        (
                            "session",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="cohorts",
                                to="assessment.session",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("session", "name"), name="one_cohort_a_name")],
                    },
                ),
                migrations.CreateModel(
                    name="Slot",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("event", models.CharField(blank=True, default="", max_length=20)),
                        ("starts_at", models.DateTimeField()),
                        ("ends_at", models.DateTimeField()),
                        ("room", models.CharField(blank=True, default="", max_length=120)),
                        ("capacity", models.PositiveIntegerField(null=True)),
                        ("round", models.PositiveSmallIntegerField(default=1)),
                        (
                            "cohort",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="slots",
                                to="assessment.cohort",
                            ),
                        ),
                        (
                            "session",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="slots",
                                to="assessment.session",
                            ),
                        ),
                        ("individual", models.BooleanField(default=False)),
                    ],
                    options={
                        "ordering": ["starts_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                                name="a_slot_ends_after_it_starts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("individual", False), ("cohort__isnull", True), _connector="OR"),
                                name="an_individual_slot_has_no_cohort",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Candidate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("number", models.PositiveIntegerField()),
                        ("language", models.CharField(default="fr", max_length=20)),
                        (
                            "entry",
                            models.CharField(
                                choices=[
                                    ("desk", "inscription par l’organisme"),
                                    ("catalogue", "inscription depuis le catalogue"),
                                    ("invitation", "invitation"),
                                    ("import", "fichier importé"),
                                    ("experience", "reconnaissance de l’expérience"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("invited", "invitation envoyée"),
                                    ("applied", "demande à examiner"),
                                    ("enrolled", "inscription faite"),
                                    ("refused", "demande refusée"),
                                    ("withdrawn", "désistement"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("reason", models.CharField(blank=True, default="", max_length=500)),
                        ("by_experience", models.BooleanField(default=False)),
                        ("motivation", models.TextField(blank=True, default="")),
                        ("prerequisites", models.JSONField(default=list)),
                        ("access_route", models.CharField(blank=True, default="", max_length=60)),
                        ("initiative", models.CharField(blank=True, default="", max_length=12)),
                        ("edof_number", models.CharField(blank=True, default="", max_length=13)),
                        ("enrolled_on", models.DateField(null=True)),
                        ("created_at", models.DateTimeField()),
                        ("changed_at", models.DateTimeField()),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="candidacies",
                                to="people.person",
                            ),
                        ),
                        (
                            "trainer",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "cohort",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="candidates",
                                to="assessment.cohort",
                            ),
                        ),
                        (
                            "session",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="candidates",
                                to="assessment.session",
                            ),
                        ),
                        ("slots", models.ManyToManyField(blank=True, related_name="candidates", to="assessment.slot")),
                        ("under_age", models.BooleanField(null=True)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["session", "state"], name="candidates_of_a_session")],
                        "constraints": [
                            models.UniqueConstraint(fields=("session", "person"), name="a_person_once_a_session"),
                            models.UniqueConstraint(fields=("session", "number"), name="one_candidate_a_number"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Attempt",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("number", models.PositiveSmallIntegerField()),
                        ("round", models.PositiveSmallIntegerField()),
                        ("scope", models.JSONField(default=list)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("to_assess", "à évaluer"),
                                    ("acquired", "acquis"),
                                    ("not_acquired", "non acquis"),
                                    ("partial", "acquis en partie"),
                                    ("absent", "absence"),
                                    ("suspended", "suspendu"),
                                    ("pending", "en attente"),
                                ],
                                default="to_assess",
                                max_length=12,
                            ),
                        ),
                        ("said", models.CharField(blank=True, default="", max_length=12)),
                        ("said_why", models.CharField(blank=True, default="", max_length=500)),
                        ("score", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                        ("assessed_on", models.DateField(null=True)),
                        ("opened_at", models.DateTimeField()),
                        (
                            "opened_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "candidate",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attempts",
                                to="assessment.candidate",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("candidate", "number"), name="one_attempt_a_number"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("score__isnull", True),
                                    models.Q(("score__gte", 0), ("score__lte", 100)),
                                    _connector="OR",
                                ),
                                name="a_score_is_out_of_a_hundred",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Deliberation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("number", models.PositiveSmallIntegerField()),
                        ("round", models.PositiveSmallIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("ordinary", "délibération"),
                                    ("complementary", "délibération complémentaire"),
                                    ("corrective", "délibération rectificative"),
                                ],
                                default="ordinary",
                                max_length=14,
                            ),
                        ),
                        (
                            "route",
                            models.CharField(
                                choices=[
                                    ("minutes", "procès-verbal de jury"),
                                    ("assessor", "évaluateur et seconde personne"),
                                    ("automatic", "constat automatique contrôlé par sondage"),
                                    ("decision", "décision de l’organisme certificateur"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("source", models.CharField(blank=True, default="", max_length=300)),
                        ("source_digest", models.CharField(blank=True, default="", max_length=64)),
                        ("mode", models.CharField(blank=True, default="", max_length=8)),
                        ("place", models.CharField(blank=True, default="", max_length=200)),
                        ("remarks", models.TextField(blank=True, default="")),
                        ("revision", models.PositiveIntegerField(default=0)),
                        ("opened_at", models.DateTimeField()),
                        ("closed_at", models.DateTimeField(null=True)),
                        ("adjourned_at", models.DateTimeField(null=True)),
                        ("released_at", models.DateTimeField(null=True)),
                        (
                            "closed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "corrects",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrections",
                                to="assessment.deliberation",
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "released_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "session",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deliberations",
                                to="assessment.session",
                            ),
                        ),
                        ("why", models.CharField(blank=True, default="", max_length=1000)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("session", "number"), name="one_deliberation_a_number"),
                            models.UniqueConstraint(
                                condition=models.Q(("adjourned_at__isnull", True), ("closed_at__isnull", True)),
                                fields=("session",),
                                name="one_open_deliberation_a_session",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("route__in", ["assessor", "decision"]), _negated=True),
                                    ("closed_by__isnull", True),
                                    models.Q(("closed_by", models.F("opened_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="whoever_proposes_does_not_release",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Decision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "proposed",
                            models.CharField(
                                choices=[
                                    ("to_assess", "à évaluer"),
                                    ("acquired", "acquis"),
                                    ("not_acquired", "non acquis"),
                                    ("partial", "acquis en partie"),
                                    ("absent", "absence"),
                                    ("suspended", "suspendu"),
                                    ("pending", "en attente"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("to_assess", "à évaluer"),
                                    ("acquired", "acquis"),
                                    ("not_acquired", "non acquis"),
                                    ("partial", "acquis en partie"),
                                    ("absent", "absence"),
                                    ("suspended", "suspendu"),
                                    ("pending", "en attente"),
                                ],
                                default="",
                                max_length=12,
                            ),
                        ),
                        ("reason", models.CharField(blank=True, default="", max_length=1000)),
                        ("score", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                        ("marks", models.JSONField(default=dict)),
                        ("lines", models.JSONField(default=list)),
                        ("kept", models.JSONField(default=list)),
                        ("kept_until", models.DateField(null=True)),
                        ("decided_at", models.DateTimeField(null=True)),
                        (
                            "attempt",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="assessment.attempt",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "deliberation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="assessment.deliberation",
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=0)),
                        ("said_on", models.DateField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("deliberation", "attempt"), name="one_decision_an_attempt")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Appeal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "à instruire"),
                                    ("answered", "réponse donnée"),
                                    ("withdrawn", "retiré"),
                                ],
                                default="open",
                                max_length=10,
                            ),
                        ),
                        ("words", models.TextField()),
                        ("opened_at", models.DateTimeField()),
                        ("due_at", models.DateTimeField()),
                        (
                            "effect",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("none", "la décision est maintenue"),
                                    ("corrective", "le jury rectifie sa décision"),
                                    ("new_attempt", "un nouveau passage est ouvert"),
                                ],
                                default="",
                                max_length=12,
                            ),
                        ),
                        ("answer", models.TextField(blank=True, default="")),
                        ("answered_at", models.DateTimeField(null=True)),
                        (
                            "answered_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "noted_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appeals",
                                to="assessment.decision",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "open")),
                                fields=("decision",),
                                name="one_open_appeal_a_decision",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "answered"), _negated=True),
                                    models.Q(
                                        models.Q(("answer", ""), _negated=True),
                                        models.Q(("effect", ""), _negated=True),
                                        ("answered_at__isnull", False),
                                        ("answered_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="an_answered_appeal_has_its_answer",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Application",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("language", models.CharField(default="fr", max_length=20)),
                        ("sealed", models.TextField(blank=True, default="")),
                        ("nonce", models.CharField(max_length=32)),
                        ("token_digest", models.CharField(max_length=64, unique=True)),
                        ("created_at", models.DateTimeField()),
                        ("expires_at", models.DateTimeField()),
                        ("confirmed_at", models.DateTimeField(null=True)),
                        (
                            "candidate",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="applications",
                                to="assessment.candidate",
                            ),
                        ),
                        (
                            "session",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="applications",
                                to="assessment.session",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["expires_at"], name="applications_by_end")],
                    },
                ),
                migrations.CreateModel(
                    name="Arrangement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("kind", models.CharField(max_length=12)),
                        ("words", models.CharField(blank=True, default="", max_length=300)),
                        ("extra_percent", models.PositiveSmallIntegerField(null=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[("asked", "asked"), ("granted", "granted"), ("refused", "refused")],
                                max_length=8,
                            ),
                        ),
                        ("asked_at", models.DateTimeField()),
                        ("decided_at", models.DateTimeField(null=True)),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "candidate",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="arrangements",
                                to="assessment.candidate",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="AssessmentSettings",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("gap_limit", models.PositiveSmallIntegerField(default=1)),
                        ("trainer_may_assess", models.BooleanField(default=False)),
                        ("appeal_days", models.PositiveSmallIntegerField(default=30)),
                        ("quorum_percent", models.PositiveSmallIntegerField(default=50)),
                        ("proxies_count", models.BooleanField(default=False)),
                        ("externals_minimum", models.PositiveSmallIntegerField(default=1)),
                        ("seats_minimum", models.PositiveSmallIntegerField(default=3)),
                        ("results_in_credential", models.BooleanField(default=False)),
                        ("link_days", models.PositiveSmallIntegerField(default=30)),
                        ("piece_megabytes", models.PositiveSmallIntegerField(default=20)),
                        ("pieces_most", models.PositiveSmallIntegerField(default=20)),
                        ("changed_at", models.DateTimeField(null=True)),
                        (
                            "changed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "institution",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assessment_settings",
                                to="institutions.institution",
                            ),
                        ),
                        ("answer_days", models.PositiveSmallIntegerField(default=30)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("quorum_percent__gte", 1), ("quorum_percent__lte", 100)),
                                name="quorum_is_a_share",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Assessor",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("professional", models.BooleanField(default=False)),
                        ("external", models.BooleanField(default=False)),
                        ("added_at", models.DateTimeField()),
                        ("declared_at", models.DateTimeField(null=True)),
                        ("removed_at", models.DateTimeField(null=True)),
                        (
                            "added_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assessing",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "session",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assessors",
                                to="assessment.session",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("session", "user"), name="an_assessor_once_a_session")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Sheet",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("day", models.DateField()),
                        ("half", models.CharField(choices=[("am", "am"), ("pm", "pm")], max_length=2)),
                        ("place", models.CharField(blank=True, default="", max_length=200)),
                        ("scan_digest", models.CharField(blank=True, default="", max_length=64)),
                        ("scan_name", models.CharField(blank=True, default="", max_length=200)),
                        ("closed_at", models.DateTimeField(null=True)),
                        (
                            "closed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "scanned_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "session",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sheets",
                                to="assessment.session",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("session", "day", "half"), name="one_sheet_a_half_day")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Attendance",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(blank=True, default="", max_length=200)),
                        ("quality", models.CharField(blank=True, default="", max_length=120)),
                        (
                            "presence",
                            models.CharField(
                                choices=[
                                    ("expected", "non renseigné"),
                                    ("present", "présence"),
                                    ("absent", "absence"),
                                    ("excused", "absence justifiée"),
                                    ("represented", "pouvoir donné"),
                                ],
                                default="expected",
                                max_length=12,
                            ),
                        ),
                        ("drawn", models.TextField(blank=True, default="")),
                        ("signed_at", models.DateTimeField(null=True)),
                        (
                            "noted_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "candidate",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attendance",
                                to="assessment.candidate",
                            ),
                        ),
                        (
                            "sheet",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="assessment.sheet"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("candidate__isnull", False)),
                                fields=("sheet", "candidate"),
                                name="a_candidate_once_a_sheet",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("user__isnull", False)),
                                fields=("sheet", "user"),
                                name="a_colleague_once_a_sheet",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AuditCheck",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("drawn_at", models.DateTimeField()),
                        ("agrees", models.BooleanField(null=True)),
                        ("words", models.CharField(blank=True, default="", max_length=500)),
                        ("checked_at", models.DateTimeField(null=True)),
                        (
                            "checked_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "decision",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="audit",
                                to="assessment.decision",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Award",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("language", models.CharField(max_length=20)),
                        ("awarded_on", models.DateField()),
                        ("assessed_on", models.DateField(null=True)),
                        ("score", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                        ("marks", models.JSONField(default=dict)),
                        ("supervision", models.CharField(blank=True, default="", max_length=14)),
                        ("identity_verified", models.BooleanField(null=True)),
                        ("basis", models.JSONField()),
                        ("evidence", models.JSONField(default=dict)),
                        ("made_at", models.DateTimeField()),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                        (
                            "institution",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="awards",
                                to="institutions.institution",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="awards", to="people.person"
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="awards",
                                to="design.designversion",
                            ),
                        ),
                        (
                            "decision",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="award",
                                to="assessment.decision",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="withdrawals",
                                to="assessment.decision",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["institution", "awarded_on"], name="awards_of_an_institution")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                                    models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="an_award_is_withdrawn_by_a_decision",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Conflict",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("nature", models.CharField(max_length=9)),
                        ("words", models.CharField(blank=True, default="", max_length=300)),
                        ("told_at", models.DateTimeField()),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                        (
                            "candidate",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="conflicts",
                                to="assessment.candidate",
                            ),
                        ),
                        (
                            "told_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("withdrawn_at__isnull", True)),
                                fields=("candidate", "user"),
                                name="one_standing_conflict_a_pair",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Control",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("event", models.CharField(max_length=20)),
                        (
                            "presence",
                            models.CharField(
                                choices=[
                                    ("expected", "non renseigné"),
                                    ("present", "présence"),
                                    ("absent", "absence"),
                                    ("excused", "absence justifiée"),
                                    ("represented", "pouvoir donné"),
                                ],
                                default="expected",
                                max_length=12,
                            ),
                        ),
                        ("supervision", models.CharField(blank=True, default="", max_length=14)),
                        ("supervisor", models.CharField(blank=True, default="", max_length=200)),
                        ("method", models.CharField(blank=True, default="", max_length=8)),
                        ("document", models.CharField(blank=True, default="", max_length=20)),
                        ("outcome", models.CharField(blank=True, default="", max_length=10)),
                        ("checked_at", models.DateTimeField(null=True)),
                        (
                            "attempt",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="controls",
                                to="assessment.attempt",
                            ),
                        ),
                        (
                            "checked_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("attempt", "event"), name="one_control_an_event")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Convocation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField(default=1)),
                        ("way", models.CharField(max_length=6)),
                        ("made_at", models.DateTimeField()),
                        ("calendar_sequence", models.PositiveSmallIntegerField(default=0)),
                        (
                            "candidate",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="convocations",
                                to="assessment.candidate",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("digest", models.CharField(blank=True, default="", max_length=64)),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("candidate", "round", "calendar_sequence"), name="one_convocation_a_sequence"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImportDraft",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("name", models.CharField(max_length=200)),
                        ("digest", models.CharField(max_length=64)),
                        ("headers", models.JSONField()),
                        ("rows", models.JSONField()),
                        ("mapping", models.JSONField(default=dict)),
                        ("settled", models.JSONField(default=list)),
                        ("left", models.JSONField(default=list)),
                        ("revision", models.PositiveIntegerField(default=0)),
                        ("created_at", models.DateTimeField()),
                        ("changed_at", models.DateTimeField()),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "session",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="imports",
                                to="assessment.session",
                            ),
                        ),
                        ("chosen", models.JSONField(default=dict)),
                    ],
                ),
                migrations.CreateModel(
                    name="Incident",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("happened_at", models.DateTimeField()),
                        ("words", models.TextField()),
                        ("measures", models.TextField(blank=True, default="")),
                        ("in_minutes", models.BooleanField(default=True)),
                        ("told_at", models.DateTimeField()),
                        (
                            "candidate",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="incidents",
                                to="assessment.candidate",
                            ),
                        ),
                        (
                            "told_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "session",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="incidents",
                                to="assessment.session",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Link",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("token_digest", models.CharField(max_length=64, unique=True)),
                        ("created_at", models.DateTimeField()),
                        ("expires_at", models.DateTimeField()),
                        ("used_at", models.DateTimeField(null=True)),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                        (
                            "candidate",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="links",
                                to="assessment.candidate",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Marking",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("event", models.CharField(max_length=20)),
                        ("place", models.PositiveSmallIntegerField(default=1)),
                        ("observer", models.CharField(blank=True, default="", max_length=200)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("assigned", "à noter"),
                                    ("open", "notation commencée"),
                                    ("submitted", "notation remise"),
                                    ("set_aside", "écartée"),
                                ],
                                default="assigned",
                                max_length=10,
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("screen", "grille à l’écran"),
                                    ("paper", "grille papier saisie ensuite"),
                                    ("observation", "observation en situation de travail"),
                                    ("peer", "observation par un pair"),
                                    ("quiz", "questionnaire automatique"),
                                    ("lms", "fichier d’une plateforme de formation"),
                                    ("import", "résultats repris d’un fichier"),
                                ],
                                default="screen",
                                max_length=12,
                            ),
                        ),
                        ("source_words", models.CharField(blank=True, default="", max_length=300)),
                        ("source_digest", models.CharField(blank=True, default="", max_length=64)),
                        ("comment", models.TextField(blank=True, default="")),
                        ("revision", models.PositiveIntegerField(default=0)),
                        ("seconds", models.PositiveIntegerField(default=0)),
                        ("assigned_at", models.DateTimeField()),
                        ("submitted_at", models.DateTimeField(null=True)),
                        (
                            "assessor",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="markings",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "assigned_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "attempt",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="markings",
                                to="assessment.attempt",
                            ),
                        ),
                        ("assessed_on", models.DateField(null=True)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["assessor", "state"], name="markings_of_an_assessor")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "set_aside"), _negated=True),
                                fields=("attempt", "event", "place"),
                                name="one_marking_a_place",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("assessor__isnull", False), models.Q(("state", "set_aside"), _negated=True)
                                ),
                                fields=("attempt", "event", "assessor"),
                                name="an_assessor_marks_an_event_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("place__gte", 1), ("place__lte", 20)), name="a_marking_has_a_place"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Mark",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("criterion", models.CharField(max_length=20)),
                        ("level", models.CharField(blank=True, default="", max_length=20)),
                        ("comment", models.TextField(blank=True, default="")),
                        ("marked_at", models.DateTimeField()),
                        (
                            "marking",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="marks",
                                to="assessment.marking",
                            ),
                        ),
                        ("device", models.UUIDField(null=True)),
                        ("revision", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("marking", "criterion"), name="one_mark_a_criterion")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MarkChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("criterion", models.CharField(max_length=20)),
                        ("before", models.CharField(blank=True, default="", max_length=20)),
                        ("after", models.CharField(max_length=20)),
                        ("reason", models.CharField(max_length=1000)),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="changes",
                                to="assessment.decision",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="MarkWrite",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(unique=True)),
                        ("criterion", models.CharField(max_length=20)),
                        ("level", models.CharField(blank=True, default="", max_length=20)),
                        ("comment", models.TextField(blank=True, default="")),
                        ("base", models.PositiveIntegerField(default=0)),
                        ("sequence", models.PositiveBigIntegerField(default=0)),
                        ("told_at", models.DateTimeField(null=True)),
                        ("arrived_at", models.DateTimeField()),
                        ("outcome", models.CharField(max_length=40)),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "marking",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="writes",
                                to="assessment.marking",
                            ),
                        ),
                        ("device", models.UUIDField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="Minutes",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("number", models.CharField(max_length=20)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("signing", "à signer"),
                                    ("sealed", "signé et scellé"),
                                    ("withdrawn", "repris"),
                                ],
                                default="signing",
                                max_length=10,
                            ),
                        ),
                        ("data", models.JSONField()),
                        ("digest", models.CharField(max_length=64)),
                        ("pdf_digest", models.CharField(blank=True, default="", max_length=64)),
                        ("sealed_digest", models.CharField(blank=True, default="", max_length=64)),
                        ("made_at", models.DateTimeField()),
                        ("sealed_at", models.DateTimeField(null=True)),
                        (
                            "corrects",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrections",
                                to="assessment.minutes",
                            ),
                        ),
                        (
                            "deliberation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="minutes",
                                to="assessment.deliberation",
                            ),
                        ),
                        (
                            "institution",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="minutes",
                                to="institutions.institution",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("institution", "number"), name="one_minutes_a_number"),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "withdrawn"), _negated=True),
                                fields=("deliberation",),
                                name="one_standing_minutes_a_deliberation",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Piece",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("kind", models.CharField(max_length=11)),
                        ("outcomes", models.JSONField(default=list)),
                        ("name", models.CharField(max_length=200)),
                        ("text", models.TextField(blank=True, default="")),
                        ("url", models.URLField(blank=True, default="", max_length=1000)),
                        ("digest", models.CharField(blank=True, default="", max_length=64)),
                        ("media_type", models.CharField(blank=True, default="", max_length=100)),
                        ("size", models.PositiveBigIntegerField(default=0)),
                        ("in_credential", models.BooleanField(default=False)),
                        ("sent_at", models.DateTimeField()),
                        ("removed_at", models.DateTimeField(null=True)),
                        (
                            "attempt",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pieces",
                                to="assessment.attempt",
                            ),
                        ),
                        (
                            "removed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "sent_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["digest"], name="pieces_by_digest")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("removed_at__isnull", True), models.Q(("digest", ""), _negated=True)
                                ),
                                fields=("attempt", "digest"),
                                name="one_file_once_an_attempt",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Proposal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("event", models.CharField(max_length=20)),
                        ("criterion", models.CharField(max_length=20)),
                        ("level", models.CharField(max_length=20)),
                        ("proposed_at", models.DateTimeField()),
                        ("agreed_at", models.DateTimeField(null=True)),
                        (
                            "agreed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "attempt",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="proposals",
                                to="assessment.attempt",
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("attempt", "event", "criterion"), name="one_proposal_a_criterion"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("agreed_by__isnull", True),
                                    models.Q(("agreed_by", models.F("proposed_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="two_people_agree",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RetainedMark",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("criterion", models.CharField(max_length=20)),
                        ("level", models.CharField(blank=True, default="", max_length=20)),
                        (
                            "how",
                            models.CharField(
                                choices=[
                                    ("single", "une seule note"),
                                    ("same", "deux notes égales"),
                                    ("agreed", "note convenue entre évaluateurs"),
                                    ("median", "médiane de trois notes"),
                                    ("carried", "acquis d’un passage précédent"),
                                    ("jury", "décision du jury"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("settled_at", models.DateTimeField(null=True)),
                        (
                            "agreed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "attempt",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="retained",
                                to="assessment.attempt",
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("attempt", "criterion"), name="one_retained_mark_a_criterion"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Seat",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("name", models.CharField(max_length=200)),
                        ("email", models.EmailField(blank=True, default="", max_length=254)),
                        ("language", models.CharField(default="fr", max_length=2)),
                        ("quality", models.CharField(blank=True, default="", max_length=120)),
                        ("presides", models.BooleanField(default=False)),
                        ("external", models.BooleanField(default=False)),
                        ("added_at", models.DateTimeField()),
                        ("declared_at", models.DateTimeField(null=True)),
                        ("removed_at", models.DateTimeField(null=True)),
                        (
                            "added_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="seats",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "session",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="seats",
                                to="assessment.session",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("presides", True), ("removed_at__isnull", True)),
                                fields=("session",),
                                name="one_president_a_session",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("removed_at__isnull", True), ("user__isnull", False)),
                                fields=("session", "user"),
                                name="a_colleague_sits_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SeatConflict",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("nature", models.CharField(max_length=9)),
                        ("words", models.CharField(blank=True, default="", max_length=300)),
                        ("told_at", models.DateTimeField()),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                        (
                            "candidate",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="assessment.candidate"
                            ),
                        ),
                        (
                            "seat",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="conflicts",
                                to="assessment.seat",
                            ),
                        ),
                        (
                            "told_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("withdrawn_at__isnull", True)),
                                fields=("seat", "candidate"),
                                name="one_standing_conflict_a_seat",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Seated",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "presence",
                            models.CharField(
                                choices=[
                                    ("expected", "non renseigné"),
                                    ("present", "présence"),
                                    ("absent", "absence"),
                                    ("excused", "absence justifiée"),
                                    ("represented", "pouvoir donné"),
                                ],
                                default="expected",
                                max_length=12,
                            ),
                        ),
                        (
                            "deliberation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="seated",
                                to="assessment.deliberation",
                            ),
                        ),
                        (
                            "proxy",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assessment.seat",
                            ),
                        ),
                        (
                            "seat",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="seated", to="assessment.seat"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("deliberation", "seat"), name="a_seat_once_a_deliberation")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Signature",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "way",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("account", "compte et second facteur"),
                                    ("link", "lien à usage unique"),
                                    ("tablet", "tablette de la présidence"),
                                    ("paper", "papier numérisé"),
                                ],
                                default="",
                                max_length=8,
                            ),
                        ),
                        ("digest", models.CharField(blank=True, default="", max_length=64)),
                        ("signed_at", models.DateTimeField(null=True)),
                        ("token_digest", models.CharField(blank=True, default="", max_length=64)),
                        ("token_sent_at", models.DateTimeField(null=True)),
                        ("token_expires_at", models.DateTimeField(null=True)),
                        ("drawn", models.TextField(blank=True, default="")),
                        ("scan_digest", models.CharField(blank=True, default="", max_length=64)),
                        ("factor", models.CharField(blank=True, default="", max_length=20)),
                        ("proof", models.JSONField(null=True)),
                        ("dissent", models.CharField(blank=True, default="", max_length=1000)),
                        ("dissented_at", models.DateTimeField(null=True)),
                        (
                            "attested_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "minutes",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signatures",
                                to="assessment.minutes",
                            ),
                        ),
                        (
                            "seat",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signatures",
                                to="assessment.seat",
                            ),
                        ),
                        (
                            "signed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "delegation",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="institutions.delegation",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("minutes", "seat"), name="a_seat_signs_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("token_digest", ""), _negated=True),
                                fields=("token_digest",),
                                name="one_signature_a_link",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("signed_at__isnull", True), ("dissented_at__isnull", True), _connector="OR"
                                ),
                                name="signed_or_dissented",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]

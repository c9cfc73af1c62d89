import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("dns", "enregistrement DNS du domaine"),
                            ("did_web", "document did:web publié sur le domaine"),
                            ("register", "inscription au registre"),
                        ],
                        max_length=10,
                    ),
                ),
                ("subject", models.CharField(max_length=253)),
                ("challenge", models.CharField(blank=True, default="", max_length=100)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "à vérifier"),
                            ("confirmed", "vérifié"),
                            ("failed", "non trouvé"),
                            ("lapsed", "n’est plus vérifié"),
                        ],
                        default="pending",
                        max_length=10,
                    ),
                ),
                ("source", models.CharField(blank=True, default="", max_length=300)),
                ("fault", models.CharField(blank=True, default="", max_length=60)),
                ("created_at", models.DateTimeField()),
                ("checked_at", models.DateTimeField(null=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "confirmed"), _negated=True),
                            ("confirmed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="confirmed_evidence_is_dated",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Habilitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("train", "former"),
                            ("assess", "organiser l’évaluation"),
                            ("train_and_assess", "former et organiser l’évaluation"),
                        ],
                        max_length=20,
                    ),
                ),
                ("certifications", models.TextField(blank=True, default="")),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "demandée"),
                            ("active", "en cours"),
                            ("suspended", "suspendue"),
                            ("withdrawn", "retirée"),
                        ],
                        max_length=12,
                    ),
                ),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="a_habilitation_ends_after_it_starts",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Institution",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("slug", models.SlugField(max_length=60, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("certifier", "organisme certificateur"),
                            ("partner", "organisme partenaire"),
                            ("employer", "employeur"),
                        ],
                        default="certifier",
                        max_length=12,
                    ),
                ),
                ("legal_name", models.CharField(max_length=250)),
                ("name", models.CharField(max_length=120)),
                ("siren", models.CharField(blank=True, default="", max_length=9)),
                ("siret", models.CharField(blank=True, default="", max_length=14)),
                ("street", models.CharField(blank=True, default="", max_length=250)),
                ("postal_code", models.CharField(blank=True, default="", max_length=12)),
                ("city", models.CharField(blank=True, default="", max_length=120)),
                ("country", models.CharField(default="FR", max_length=2)),
                ("email", models.EmailField(blank=True, default="", max_length=254)),
                ("phone", models.CharField(blank=True, default="", max_length=30)),
                ("website", models.URLField(blank=True, default="")),
                ("languages", models.JSONField(default=list)),
                ("about_fr", models.TextField(blank=True, default="")),
                ("about_en", models.TextField(blank=True, default="")),
                ("colour", models.CharField(blank=True, default="", max_length=7)),
                ("did", models.CharField(max_length=250, unique=True)),
                ("domain", models.CharField(blank=True, default="", max_length=253)),
                ("second_factor_required", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("siren", ""), _negated=True),
                        fields=("siren",),
                        name="one_institution_a_siren",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("domain", ""), _negated=True),
                        fields=("domain",),
                        name="one_institution_a_domain",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("email", models.EmailField(max_length=254)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("head", "responsable de certification"),
                            ("designer", "concepteur ou conceptrice"),
                            ("assessor", "évaluateur ou évaluatrice"),
                            ("jury_member", "membre de jury"),
                            ("jury_president", "président ou présidente de jury"),
                            ("session_manager", "gestionnaire de session"),
                            ("centre_manager", "responsable de centre habilité"),
                            ("employer_manager", "responsable RH ou hiérarchique"),
                            ("disability_officer", "référent ou référente handicap"),
                            ("dpo", "délégué ou déléguée à la protection des données"),
                            ("auditor", "auditeur ou auditrice, en lecture seule"),
                        ],
                        max_length=20,
                    ),
                ),
                ("until", models.DateTimeField(null=True)),
                ("language", models.CharField(default="fr", max_length=2)),
                ("nonce", models.CharField(max_length=32)),
                ("token_digest", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accepted_at__isnull", True), ("withdrawn_at__isnull", True), _connector="OR"
                        ),
                        name="accepted_or_withdrawn_never_both",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("head", "responsable de certification"),
                            ("designer", "concepteur ou conceptrice"),
                            ("assessor", "évaluateur ou évaluatrice"),
                            ("jury_member", "membre de jury"),
                            ("jury_president", "président ou présidente de jury"),
                            ("session_manager", "gestionnaire de session"),
                            ("centre_manager", "responsable de centre habilité"),
                            ("employer_manager", "responsable RH ou hiérarchique"),
                            ("disability_officer", "référent ou référente handicap"),
                            ("dpo", "délégué ou déléguée à la protection des données"),
                            ("auditor", "auditeur ou auditrice, en lecture seule"),
                        ],
                        max_length=20,
                    ),
                ),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("role", "auditor"), _negated=True), ("until__isnull", False), _connector="OR"
                        ),
                        name="an_auditor_is_here_for_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=160)),
                ("siret", models.CharField(blank=True, default="", max_length=14)),
                ("city", models.CharField(blank=True, default="", max_length=120)),
                ("closed_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Delegation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("minutes", "signer les procès-verbaux"),
                            ("credentials", "délivrer les preuves"),
                            ("documents", "signer les documents"),
                        ],
                        max_length=12,
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("act_file", models.BinaryField()),
                ("act_name", models.CharField(max_length=200)),
                ("act_digest", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "delegate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "delegator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="a_delegation_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("delegator", models.F("delegate")), _negated=True),
                        name="nobody_delegates_to_oneself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Logo",
            fields=[
                (
                    "institution",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="logo",
                        serialize=False,
                        to="institutions.institution",
                    ),
                ),
                ("png", models.BinaryField()),
                ("digest", models.CharField(max_length=64)),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
            ],
        ),
        migrations.AddField(
            model_name="habilitation",
            name="certifier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="habilitations_given",
                to="institutions.institution",
            ),
        ),
        migrations.AddField(
            model_name="habilitation",
            name="partner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="habilitations_held",
                to="institutions.institution",
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="institution",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="evidence", to="institutions.institution"
            ),
        ),
        migrations.AddField(
            model_name="delegation",
            name="institution",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="delegations", to="institutions.institution"
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="accepted_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="institution",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="invitations", to="institutions.institution"
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="invited_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="institution",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to="institutions.institution"
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="unit",
            name="institution",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="units", to="institutions.institution"
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="unit",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="memberships",
                to="institutions.unit",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="unit",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="institutions.unit"
            ),
        ),
        migrations.AddField(
            model_name="delegation",
            name="unit",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="institutions.unit"
            ),
        ),
        migrations.AddConstraint(
            model_name="habilitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("certifier", models.F("partner")), _negated=True), name="nobody_habilitates_oneself"
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.UniqueConstraint(
                fields=("institution", "kind", "subject"), name="one_evidence_a_subject"
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.UniqueConstraint(fields=("institution", "name"), name="one_unit_a_name"),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True), ("unit__isnull", True)),
                fields=("institution", "user", "role"),
                name="one_role_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True), ("unit__isnull", False)),
                fields=("institution", "user", "role", "unit"),
                name="one_role_once_a_unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("accepted_at__isnull", True), ("accepted_by__isnull", True)),
                    models.Q(("accepted_at__isnull", False), ("accepted_by__isnull", False)),
                    _connector="OR",
                ),
                name="an_accepted_invitation_says_by_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("accepted_at__isnull", True), ("unit__isnull", True), ("withdrawn_at__isnull", True)
                ),
                fields=("institution", "email", "role"),
                name="one_open_invitation",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("accepted_at__isnull", True), ("unit__isnull", False), ("withdrawn_at__isnull", True)
                ),
                fields=("institution", "email", "role", "unit"),
                name="one_open_invitation_a_unit",
            ),
        ),
    ]

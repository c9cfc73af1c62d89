import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("institutions", "0002_directory"),
    ]

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("given_name", models.CharField(blank=True, max_length=300)),
                ("family_name", models.CharField(blank=True, max_length=300)),
                ("native_name", models.CharField(blank=True, default="", max_length=300)),
                ("language", models.CharField(default="fr", max_length=35)),
                ("reference", models.CharField(blank=True, default="", max_length=80)),
                ("folded", models.CharField(blank=True, max_length=250)),
                ("sort_name", models.CharField(blank=True, max_length=250)),
                ("created_at", models.DateTimeField()),
                ("erased_at", models.DateTimeField(null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="people",
                        to="institutions.institution",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged_here",
                        to="people.person",
                    ),
                ),
                (
                    "root",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="behind",
                        to="people.person",
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
            ],
            options={
                "indexes": [
                    models.Index(fields=["institution", "sort_name", "id"], name="people_by_name"),
                    models.Index(fields=["institution", "folded"], name="people_named_alike"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("merged_into__isnull", True), ("root__isnull", True)),
                            models.Q(("merged_into__isnull", False), ("root__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_merged_person_has_a_root",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("merged_into", models.F("id")), _negated=True),
                            models.Q(("root", models.F("id")), _negated=True),
                        ),
                        name="nobody_is_merged_into_oneself",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("merged_into__isnull", True), ("user__isnull", False)),
                        fields=("institution", "user"),
                        name="one_person_an_account",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Address",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("email", "courriel"), ("phone", "téléphone"), ("postal", "adresse postale")],
                        max_length=8,
                    ),
                ),
                ("value", models.CharField(max_length=500)),
                ("verified_at", models.DateTimeField(null=True)),
                ("preferred", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="addresses", to="people.person"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["kind", "value"], name="people_at_an_address")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at__isnull", True)),
                        fields=("person", "kind", "value"),
                        name="one_address_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("preferred", True), ("removed_at__isnull", True)),
                        fields=("person", "kind"),
                        name="one_preferred_address_a_kind",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Apart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="apart_from_later", to="people.person"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="apart_from_earlier",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("one", "other"), name="two_people_are_told_apart_once"),
                    models.CheckConstraint(
                        condition=models.Q(("one__lt", models.F("other"))), name="the_earlier_record_comes_first"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("fields", models.JSONField(default=list)),
                ("before", models.JSONField(default=dict)),
                ("sealed", models.TextField(blank=True, default="")),
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="people.person"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "-at"], name="changes_of_a_person")],
            },
        ),
        migrations.CreateModel(
            name="CivilStatus",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="civil_status",
                        serialize=False,
                        to="people.person",
                    ),
                ),
                ("sealed", models.TextField()),
                ("parts", models.JSONField(default=list)),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("subject", models.CharField(max_length=250)),
                ("given_at", models.DateTimeField()),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("on_screen", "à l’écran, par la personne"),
                            ("on_paper", "sur papier"),
                            ("imported", "repris d’un fichier"),
                        ],
                        max_length=10,
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(null=True)),
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="consents", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("person", "subject"),
                        name="one_consent_a_subject",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Guardian",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=300)),
                ("relation", models.CharField(max_length=80)),
                ("email", models.CharField(blank=True, default="", max_length=254)),
                ("phone", models.CharField(blank=True, default="", max_length=30)),
                ("consented_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="guardians", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at__isnull", True), ("consented_at__isnull", False), _connector="OR"
                        ),
                        name="only_what_was_given_is_withdrawn",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Archived",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("prospects", "candidatures sans suite"),
                            ("answers", "copies, fichiers et enregistrements d’épreuves"),
                            ("scores", "notes par critère"),
                            ("awards", "registre des décisions"),
                            ("credentials", "copie de la preuve chez l’organisme"),
                            ("identity_checks", "traces des contrôles d’identité"),
                            ("access_logs", "traces d’accès"),
                            ("removed_addresses", "adresses retirées"),
                        ],
                        max_length=20,
                    ),
                ),
                ("uuid", models.UUIDField()),
                ("at", models.DateTimeField()),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="institutions.institution"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "uuid"), name="a_thing_is_archived_once")],
            },
        ),
        migrations.CreateModel(
            name="Keeping",
            fields=[
                (
                    "institution",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="keeping",
                        serialize=False,
                        to="institutions.institution",
                    ),
                ),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("dpo", models.CharField(blank=True, default="", max_length=200)),
                ("dpo_contact", models.CharField(blank=True, default="", max_length=300)),
                ("ran_at", models.DateTimeField(null=True)),
                ("previewed", models.JSONField(default=dict)),
                (
                    "confirmed_by",
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
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                            models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_schedule_is_confirmed_by_somebody",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("why", models.TextField()),
                ("at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="merges", to="people.person"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="merges_away", to="people.person"
                    ),
                ),
                (
                    "undone_by",
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
                        condition=models.Q(("undone_at__isnull", True)),
                        fields=("other",),
                        name="one_merge_a_record_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kept", models.F("other")), _negated=True), name="two_records_are_merged"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_at__isnull", True), ("undone_by__isnull", True)),
                            models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_merge_is_undone_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NameWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.BinaryField(max_length=255)),
                (
                    "institution",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institutions.institution",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="words", to="people.person"
                    ),
                ),
                (
                    "standing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["institution", "text", "standing"], name="people_by_word")],
            },
        ),
        migrations.CreateModel(
            name="Processing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("purpose", models.TextField()),
                ("basis", models.CharField(max_length=300)),
                ("people", models.TextField(blank=True, default="")),
                ("data", models.TextField(blank=True, default="")),
                ("recipients", models.TextField(blank=True, default="")),
                ("duration", models.CharField(blank=True, default="", max_length=300)),
                ("security", models.TextField(blank=True, default="")),
                ("changed_at", models.DateTimeField()),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="processing_lines",
                        to="institutions.institution",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RetentionRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("prospects", "candidatures sans suite"),
                            ("answers", "copies, fichiers et enregistrements d’épreuves"),
                            ("scores", "notes par critère"),
                            ("awards", "registre des décisions"),
                            ("credentials", "copie de la preuve chez l’organisme"),
                            ("identity_checks", "traces des contrôles d’identité"),
                            ("access_logs", "traces d’accès"),
                            ("removed_addresses", "adresses retirées"),
                        ],
                        max_length=20,
                    ),
                ),
                ("active_months", models.PositiveSmallIntegerField()),
                (
                    "then",
                    models.CharField(
                        choices=[
                            ("delete", "supprimer"),
                            ("restrict", "archiver, accès restreint"),
                            ("keep", "garder"),
                        ],
                        max_length=8,
                    ),
                ),
                ("months", models.PositiveSmallIntegerField(null=True)),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="retention_rules",
                        to="institutions.institution",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("institution", "kind"), name="one_rule_a_kind"),
                    models.CheckConstraint(
                        condition=models.Q(("then", "restrict"), ("months__isnull", True), _connector="OR"),
                        name="only_an_archive_ends_later",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TraitOf",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("identity", "même état civil"),
                            ("swapped", "jour et mois de naissance échangés"),
                            ("named", "nom de naissance et nom d’usage échangés"),
                            ("year", "mêmes nom, prénom et année de naissance"),
                        ],
                        max_length=8,
                    ),
                ),
                ("digest", models.BinaryField(max_length=32)),
                (
                    "institution",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institutions.institution",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="traits", to="people.person"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["institution", "kind", "digest"], name="people_alike")],
                "constraints": [models.UniqueConstraint(fields=("person", "kind", "digest"), name="one_trait_once")],
            },
        ),
    ]

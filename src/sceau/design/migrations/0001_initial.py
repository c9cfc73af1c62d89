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
            name="Design",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=80)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "brouillon"),
                            ("in_review", "en relecture"),
                            ("approved", "relu, prêt à publier"),
                            ("published", "publié"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("draft", models.JSONField()),
                ("revision", models.PositiveIntegerField(default=1)),
                ("titles", models.JSONField(default=dict)),
                ("score", models.PositiveSmallIntegerField(default=0)),
                ("blockers", models.PositiveSmallIntegerField(default=0)),
                ("last_number", models.PositiveIntegerField(default=0)),
                ("origin", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("archived_at", models.DateTimeField(null=True)),
                ("deleted_at", models.DateTimeField(null=True)),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="designs",
                        to="institutions.institution",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="designs",
                        to="institutions.unit",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["institution", "deleted_at", "archived_at", "-changed_at"], name="designs_at_work"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("institution", "name"), name="one_design_a_name"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "in_review", "approved", "published"])),
                        name="a_design_is_in_a_known_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True), ("last_number__gt", 0), _connector="OR"
                        ),
                        name="a_published_design_has_a_version",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("deleted_at__isnull", True), ("last_number", 0), _connector="OR"),
                        name="what_was_published_is_not_thrown_away",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CatalogueEntry",
            fields=[
                (
                    "design",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="entry",
                        serialize=False,
                        to="design.design",
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("language", models.CharField(max_length=12)),
                ("languages", models.JSONField()),
                ("titles", models.JSONField()),
                ("summaries", models.JSONField()),
                ("sort_title", models.CharField(max_length=250)),
                ("profile", models.CharField(max_length=20)),
                ("sector", models.CharField(blank=True, default="", max_length=20)),
                ("level", models.PositiveSmallIntegerField(null=True)),
                ("hours", models.FloatField(null=True)),
                ("price", models.DecimalField(decimal_places=2, max_digits=9, null=True)),
                ("registration", models.CharField(blank=True, default="", max_length=20)),
                ("ink", models.CharField(blank=True, default="", max_length=20)),
                ("published_at", models.DateTimeField()),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="institutions.institution"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-published_at"], name="catalogue_newest"),
                    models.Index(fields=["sort_title"], name="catalogue_by_title"),
                    models.Index(fields=["sector"], name="catalogue_by_sector"),
                    models.Index(fields=["level"], name="catalogue_by_level"),
                    models.Index(fields=["hours"], name="catalogue_by_hours"),
                    models.Index(fields=["price"], name="catalogue_by_price"),
                    models.Index(fields=["registration"], name="catalogue_by_registration"),
                    models.Index(fields=["institution"], name="catalogue_by_institution"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Author",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(default=0)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "design",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="authors", to="design.design"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("design", "number", "user"), name="one_author_once_a_version")
                ],
            },
        ),
        migrations.CreateModel(
            name="CustomField",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("code", models.CharField(max_length=40)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "texte court"),
                            ("long_text", "texte long"),
                            ("number", "nombre"),
                            ("date", "date"),
                            ("choice", "choix dans une liste"),
                            ("url", "adresse web"),
                            ("yes_no", "oui ou non"),
                        ],
                        max_length=10,
                    ),
                ),
                ("labels", models.JSONField()),
                ("helps", models.JSONField(default=dict)),
                ("choices", models.JSONField(default=list)),
                ("required", models.BooleanField(default=False)),
                ("public", models.BooleanField(default=True)),
                ("position", models.PositiveIntegerField(default=0)),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="custom_fields",
                        to="institutions.institution",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("institution", "code"), name="one_custom_field_a_code"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["text", "long_text", "number", "date", "choice", "url", "yes_no"])
                        ),
                        name="a_custom_field_is_of_a_known_kind",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DesignSettings",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("languages", models.JSONField(default=list)),
                ("review_required", models.BooleanField(default=True)),
                ("licence", models.CharField(default="all-rights-reserved", max_length=20)),
                (
                    "institution",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="design_settings",
                        to="institutions.institution",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("licence__in", ("CC-BY-4.0", "CC-BY-SA-4.0", "all-rights-reserved"))),
                        name="design_settings_know_the_licence",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DesignVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("document", models.JSONField()),
                ("source", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("proof", models.JSONField(null=True)),
                ("profile", models.CharField(max_length=20)),
                ("languages", models.JSONField()),
                ("titles", models.JSONField()),
                ("gate", models.JSONField()),
                ("rules_of", models.DateField()),
                ("facts", models.CharField(blank=True, default="", max_length=64)),
                ("signatures", models.JSONField()),
                ("published_at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(null=True)),
                ("retired_why", models.TextField(blank=True, default="")),
                ("archived_at", models.DateTimeField(null=True)),
                (
                    "design",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="design.design"
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "retired_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["rules_of"], name="versions_by_rules")],
                "constraints": [
                    models.UniqueConstraint(fields=("design", "number"), name="one_version_a_number"),
                    models.CheckConstraint(condition=models.Q(("number__gt", 0)), name="versions_count_from_one"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("retired_at__isnull", True), ("retired_by__isnull", True), ("retired_why", "")),
                            models.Q(("retired_at__isnull", False), ("retired_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_retired_version_says_by_whom",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reassessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_at", models.DateTimeField()),
                ("rules_of", models.DateField()),
                ("facts", models.CharField(blank=True, default="", max_length=64)),
                ("findings", models.JSONField()),
                ("blocks", models.BooleanField()),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reassessments",
                        to="design.designversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("version", "rules_of", "facts"), name="one_reassessment_a_cause")
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("revision", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("for_number", models.PositiveIntegerField()),
                ("asked_at", models.DateTimeField()),
                ("message", models.TextField(blank=True, default="")),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("waiting", "en attente"),
                            ("approved", "approuvée"),
                            ("changes_asked", "modifications demandées"),
                            ("withdrawn", "retirée"),
                        ],
                        default="waiting",
                        max_length=14,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("note", models.TextField(blank=True, default="")),
                ("comments", models.JSONField(default=dict)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                    "design",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reviews", to="design.design"
                    ),
                ),
                (
                    "reviewer",
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
                        condition=models.Q(("decision", "waiting")),
                        fields=("design",),
                        name="one_review_waiting_a_design",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True), ("decided_by__isnull", True), ("decision", "waiting")
                            ),
                            models.Q(
                                models.Q(("decision", "waiting"), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_review_is_decided_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CatalogueTag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "facet",
                    models.CharField(
                        choices=[
                            ("language", "Language"),
                            ("mode", "Mode"),
                            ("city", "City"),
                            ("skill", "Skill"),
                            ("funder", "Funder"),
                        ],
                        max_length=10,
                    ),
                ),
                ("value", models.CharField(max_length=250)),
                ("label", models.JSONField(default=str)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tags", to="design.catalogueentry"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["facet", "value"], name="catalogue_tags")],
                "constraints": [
                    models.UniqueConstraint(fields=("entry", "facet", "value"), name="one_tag_once_an_entry")
                ],
            },
        ),
        migrations.AddField(
            model_name="catalogueentry",
            name="version",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="entry", to="design.designversion"
            ),
        ),
    ]

import django.db.models.deletion
import django.db.models.manager
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Framework",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40, unique=True)),
                ("name_fr", models.CharField(max_length=200)),
                ("name_en", models.CharField(blank=True, default="", max_length=200)),
                ("publisher", models.CharField(blank=True, default="", max_length=200)),
                ("version", models.CharField(blank=True, default="", max_length=40)),
                ("licence", models.CharField(blank=True, default="", max_length=200)),
                ("url", models.CharField(blank=True, default="", max_length=500)),
                ("whole", models.BooleanField(default=False)),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("kind", models.CharField(max_length=12)),
                ("framework", models.CharField(blank=True, default="", max_length=40)),
                ("file_name", models.CharField(max_length=200)),
                ("path", models.CharField(blank=True, default="", max_length=500)),
                ("size", models.BigIntegerField(default=0)),
                ("sha256", models.CharField(max_length=64)),
                ("export_on", models.DateField(null=True)),
                ("version", models.CharField(blank=True, default="", max_length=40)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "en attente"),
                            ("reading", "en cours"),
                            ("in_use", "en service"),
                            ("replaced", "remplacé"),
                            ("refused", "refusé"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("forced", models.BooleanField(default=False)),
                ("counts", models.JSONField(default=dict)),
                ("refusal", models.JSONField(default=dict)),
                ("asked_by", models.UUIDField(null=True)),
                ("asked_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(null=True)),
                ("beaten_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("indexed_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["sha256"], name="release_of_a_file")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "in_use")),
                        fields=("kind", "framework"),
                        name="one_release_of_a_kind_in_use",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Fiche",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=12)),
                ("register", models.CharField(max_length=4)),
                ("current", models.BooleanField(default=False)),
                ("title", models.TextField()),
                ("incomplete", models.BooleanField(default=False)),
                ("abbreviation", models.CharField(blank=True, default="", max_length=60)),
                ("abbreviation_title", models.CharField(blank=True, default="", max_length=250)),
                ("level", models.PositiveSmallIntegerField(null=True)),
                ("active", models.BooleanField(default=False)),
                ("state", models.CharField(blank=True, default="", max_length=60)),
                ("effect_on", models.DateField(null=True)),
                ("decided_on", models.DateField(null=True)),
                ("ends_on", models.DateField(null=True)),
                ("last_award_on", models.DateField(null=True)),
                ("published_on", models.DateField(null=True)),
                ("journal_on", models.DateField(null=True)),
                ("registered", models.CharField(blank=True, default="", max_length=10)),
                ("registered_years", models.PositiveSmallIntegerField(null=True)),
                ("validity_years", models.PositiveSmallIntegerField(null=True)),
                ("partial_validation", models.BooleanField(null=True)),
                ("new_caledonia", models.BooleanField(null=True)),
                ("french_polynesia", models.BooleanField(null=True)),
                ("routes", models.JSONField(default=list)),
                ("url", models.CharField(blank=True, default="", max_length=500)),
                ("activities", models.TextField(blank=True, default="")),
                ("abilities", models.TextField(blank=True, default="")),
                ("sectors", models.TextField(blank=True, default="")),
                ("jobs", models.TextField(blank=True, default="")),
                ("aims", models.TextField(blank=True, default="")),
                ("regulations", models.TextField(blank=True, default="")),
                ("entry_requirements", models.TextField(blank=True, default="")),
                ("award_requirements", models.TextField(blank=True, default="")),
                ("mastery", models.TextField(blank=True, default="")),
                ("renewal", models.TextField(blank=True, default="")),
                ("partial_scope", models.TextField(blank=True, default="")),
                ("statistics", models.JSONField(default=list)),
                ("equivalences", models.JSONField(default=list)),
                ("gone_on", models.DateField(null=True)),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="frameworks.release"
                    ),
                ),
            ],
            options={
                "base_manager_name": "everything",
                "indexes": [
                    models.Index(condition=models.Q(("current", True)), fields=["ends_on"], name="fiches_by_end"),
                    models.Index(condition=models.Q(("current", False)), fields=["current"], name="fiches_not_in_use"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("current", True)), fields=("number",), name="one_fiche_a_number"
                    ),
                    models.UniqueConstraint(fields=("release", "number"), name="one_fiche_a_number_in_a_release"),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="ConceptLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=200)),
                ("target", models.CharField(max_length=200)),
                ("kind", models.CharField(max_length=12)),
                (
                    "framework",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="links", to="frameworks.framework"
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="frameworks.release"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["framework", "source"], name="concept_links_from"),
                    models.Index(fields=["framework", "target"], name="concept_links_to"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Concept",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("current", models.BooleanField(default=False)),
                ("code", models.CharField(max_length=200)),
                ("url", models.CharField(blank=True, default="", max_length=500)),
                ("kind", models.CharField(blank=True, default="", max_length=16)),
                ("notation", models.CharField(blank=True, default="", max_length=40)),
                ("label_fr", models.TextField(blank=True, default="")),
                ("label_en", models.TextField(blank=True, default="")),
                ("alternatives", models.JSONField(default=dict)),
                ("description_fr", models.TextField(blank=True, default="")),
                ("description_en", models.TextField(blank=True, default="")),
                ("parents", models.JSONField(default=list)),
                ("reuse", models.CharField(blank=True, default="", max_length=24)),
                ("retired", models.BooleanField(default=False)),
                ("gone_on", models.DateField(null=True)),
                ("digest", models.BinaryField(default=b"", max_length=32)),
                (
                    "framework",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="concepts", to="frameworks.framework"
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="frameworks.release"
                    ),
                ),
            ],
            options={
                "base_manager_name": "everything",
                "indexes": [
                    models.Index(
                        condition=models.Q(("current", True)), fields=["framework", "kind"], name="concepts_by_kind"
                    ),
                    models.Index(condition=models.Q(("current", True)), fields=["url"], name="concepts_by_url"),
                    models.Index(
                        condition=models.Q(("current", False)), fields=["current"], name="concepts_not_in_use"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("current", True)), fields=("framework", "code"), name="one_concept_a_code"
                    ),
                    models.UniqueConstraint(
                        fields=("release", "framework", "code"), name="one_concept_a_code_in_a_release"
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Bloc",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20)),
                ("label", models.TextField(blank=True, default="")),
                ("skills", models.TextField(blank=True, default="")),
                ("assessment", models.TextField(blank=True, default="")),
                ("entry_requirements", models.TextField(blank=True, default="")),
                ("award_requirements", models.TextField(blank=True, default="")),
                (
                    "fiche",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="blocs", to="frameworks.fiche"
                    ),
                ),
            ],
            options={
                "base_manager_name": "everything",
                "default_manager_name": "everything",
                "indexes": [models.Index(fields=["code"], name="blocs_by_code")],
                "constraints": [models.UniqueConstraint(fields=("fiche", "code"), name="one_bloc_a_code_in_a_fiche")],
            },
            managers=[
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="FicheBody",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("right", models.CharField(blank=True, default="", max_length=16)),
                ("siret", models.CharField(blank=True, default="", max_length=14)),
                ("siren", models.CharField(blank=True, default="", max_length=9)),
                ("name", models.TextField(blank=True, default="")),
                ("trade_name", models.TextField(blank=True, default="")),
                ("website", models.CharField(blank=True, default="", max_length=500)),
                ("state", models.CharField(blank=True, default="", max_length=8)),
                ("since", models.DateField(null=True)),
                ("changed_on", models.DateField(null=True)),
                (
                    "fiche",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="bodies", to="frameworks.fiche"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("siren", ""), _negated=True), fields=["siren"], name="bodies_by_siren"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FicheCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("scheme", models.CharField(max_length=10)),
                ("code", models.CharField(max_length=12)),
                ("label", models.TextField(blank=True, default="")),
                (
                    "fiche",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="codes", to="frameworks.fiche"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["scheme", "code"], name="fiches_by_code")],
                "constraints": [
                    models.UniqueConstraint(fields=("fiche", "scheme", "code"), name="one_code_once_in_a_fiche")
                ],
            },
        ),
        migrations.CreateModel(
            name="FicheLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("other", models.CharField(max_length=12)),
                ("newer", models.BooleanField()),
                (
                    "fiche",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links", to="frameworks.fiche"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("fiche", "other", "newer"), name="one_link_once_in_a_fiche")
                ],
            },
        ),
        migrations.CreateModel(
            name="FicheSource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=4)),
                ("on", models.DateField()),
                ("digest", models.BinaryField(max_length=32)),
                ("sheet", models.BinaryField()),
                (
                    "fiche",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sources", to="frameworks.fiche"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("fiche", "kind"), name="one_source_of_a_kind_in_a_fiche")
                ],
            },
        ),
    ]

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("institutions", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="SigningKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("credentials", "les preuves"),
                            ("documents", "les documents PDF"),
                            ("person", "les procès-verbaux, au nom d’une personne"),
                        ],
                        max_length=12,
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("algorithm", models.CharField(max_length=10)),
                ("public_key", models.CharField(max_length=200, unique=True)),
                ("certificate", models.TextField(blank=True, default="")),
                ("store", models.CharField(max_length=20)),
                ("reference", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[("active", "en service"), ("retired", "remplacée"), ("compromised", "compromise")],
                        default="active",
                        max_length=12,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(null=True)),
                ("compromised_from", models.DateTimeField(null=True)),
                (
                    "holder",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signing_keys",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signing_keys",
                        to="institutions.institution",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("institution", "number"), name="one_key_a_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("holder__isnull", True), ("state", "active")),
                        fields=("institution", "purpose"),
                        name="one_active_key_a_purpose",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "active")),
                        fields=("institution", "holder"),
                        name="one_active_key_a_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("holder__isnull", False), ("purpose", "person")),
                            models.Q(models.Q(("purpose", "person"), _negated=True), ("holder__isnull", True)),
                            _connector="OR",
                        ),
                        name="only_a_key_of_a_person_has_a_holder",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("compromised_from__isnull", True), ("retired_at__isnull", True), ("state", "active")
                            ),
                            models.Q(
                                ("compromised_from__isnull", True), ("retired_at__isnull", False), ("state", "retired")
                            ),
                            models.Q(
                                ("compromised_from__isnull", False),
                                ("retired_at__isnull", False),
                                ("state", "compromised"),
                            ),
                            _connector="OR",
                        ),
                        name="a_key_is_dated_as_its_state_says",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("certificate", ""), ("purpose", "documents"), _connector="OR"),
                        name="only_documents_have_a_certificate",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ceremony",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("credentials", "les preuves"),
                            ("documents", "les documents PDF"),
                            ("person", "les procès-verbaux, au nom d’une personne"),
                        ],
                        max_length=12,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("alone_from", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
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
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "holder",
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
                        related_name="ceremonies",
                        to="institutions.institution",
                    ),
                ),
                (
                    "stopped_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "key",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ceremony",
                        to="keyring.signingkey",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True), ("holder__isnull", True)),
                        fields=("institution", "purpose"),
                        name="one_ceremony_at_a_time",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("institution", "holder"),
                        name="one_ceremony_a_person_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("holder__isnull", False), ("purpose", "person")),
                            models.Q(models.Q(("purpose", "person"), _negated=True), ("holder__isnull", True)),
                            _connector="OR",
                        ),
                        name="only_a_ceremony_of_a_person_has_a_holder",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agreed_by__isnull", True),
                            models.Q(("agreed_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="two_people_are_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("key__isnull", True), ("stopped_by__isnull", True)),
                            models.Q(("ended_at__isnull", False), ("key__isnull", False), ("stopped_by__isnull", True)),
                            models.Q(("ended_at__isnull", False), ("key__isnull", True), ("stopped_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_ceremony_ends_with_a_key_or_is_stopped",
                    ),
                ],
            },
        ),
    ]

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Act",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField()),
                ("at", models.BigIntegerField()),
                ("actor", models.UUIDField(null=True)),
                ("code", models.CharField(max_length=64)),
                ("subject", models.CharField(max_length=96)),
                ("details", models.TextField(default="{}")),
                ("why", models.BinaryField(default=b"", max_length=32)),
                ("digest", models.BinaryField(max_length=32)),
            ],
            options={
                "indexes": [models.Index(fields=["subject"], name="acts_of_a_subject")],
            },
        ),
        migrations.CreateModel(
            name="Chain",
            fields=[
                ("uuid", models.UUIDField(primary_key=True, serialize=False)),
                ("length", models.BigIntegerField(default=0)),
                (
                    "head",
                    models.BinaryField(
                        default=b"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
                        max_length=32,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Pending",
            fields=[
                (
                    "act",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="pending",
                        serialize=False,
                        to="journal.act",
                    ),
                ),
                ("tries", models.PositiveIntegerField(default=0)),
                ("due", models.DateTimeField(null=True)),
                ("fault", models.CharField(blank=True, default="", max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="Why",
            fields=[
                (
                    "act",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="reason",
                        serialize=False,
                        to="journal.act",
                    ),
                ),
                ("salt", models.BinaryField(max_length=16)),
                ("text", models.TextField()),
            ],
        ),
        migrations.AddField(
            model_name="act",
            name="chain",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="acts", to="journal.chain"
            ),
        ),
        migrations.AddIndex(
            model_name="act",
            index=models.Index(fields=["chain", "actor", "number"], name="acts_of_somebody"),
        ),
        migrations.AddIndex(
            model_name="act",
            index=models.Index(fields=["chain", "code", "number"], name="acts_of_a_kind"),
        ),
        migrations.AddIndex(
            model_name="act",
            index=models.Index(fields=["chain", "at"], name="acts_of_a_time"),
        ),
        migrations.AddConstraint(
            model_name="act",
            constraint=models.UniqueConstraint(fields=("chain", "number"), name="one_act_a_number"),
        ),
    ]

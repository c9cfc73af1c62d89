from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("journal", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("worker", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("next_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Told",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recipient", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="journal.act"),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("act", "recipient"), name="told_once")],
            },
        ),
    ]

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Collection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=48, unique=True)),
                ("size", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=200)),
                (
                    "collection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="entries", to="search.collection"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("collection", "key"), name="one_entry_a_key")],
            },
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.BinaryField(max_length=160)),
                ("stem", models.BinaryField(max_length=160)),
                ("shown", models.CharField(max_length=40)),
                ("entries", models.PositiveIntegerField(default=0)),
                (
                    "collection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="words", to="search.collection"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["collection", "stem"], name="words_of_a_stem")],
                "constraints": [models.UniqueConstraint(fields=("collection", "text"), name="one_word_a_text")],
            },
        ),
        migrations.CreateModel(
            name="Slip",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "code", "word", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.IntegerField()),
                (
                    "word",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.CASCADE, to="search.word"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "word", "entry", "weight", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("weight", models.SmallIntegerField()),
                (
                    "entry",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.CASCADE, to="search.entry"
                    ),
                ),
                (
                    "word",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="search.word",
                    ),
                ),
            ],
        ),
    ]

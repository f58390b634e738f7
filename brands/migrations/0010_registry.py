import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("brands", "0030_work")]

    operations = [
        migrations.CreateModel(
            name="BrandSuggestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "field",
                    models.CharField(
                        choices=[
                            ("slogan", "Slogan"),
                            ("mission", "Mission"),
                            ("vision", "Vision"),
                            ("keywords", "Keywords"),
                            ("voice", "Voice"),
                        ],
                        max_length=10,
                        verbose_name="field",
                    ),
                ),
                ("value", models.JSONField(verbose_name="proposal")),
                ("basis", models.JSONField(blank=True, default=list, verbose_name="made of")),
                ("engine", models.CharField(max_length=20, verbose_name="engine")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("accepted", "Accepted"),
                            ("edited", "Accepted with changes"),
                            ("dismissed", "Dismissed"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="decision",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="proposed")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                (
                    "brand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="suggestions",
                        to="brands.brand",
                        verbose_name="brand",
                    ),
                ),
            ],
            options={
                "verbose_name": "proposal",
                "verbose_name_plural": "proposals",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "open")), fields=("brand", "field"), name="suggestion_open_once"
                    )
                ],
            },
        ),
    ]

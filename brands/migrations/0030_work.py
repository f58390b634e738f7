from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("brands", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="task",
            name="suggestion",
            field=models.CharField(blank=True, editable=False, max_length=40, verbose_name="suggestion"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("status", "done"), _negated=True), fields=["due_date"], name="task_open_due"
            ),
        ),
    ]

"""Projects of a brand and their tasks."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artnex.access import RestrictedQuerySet
from brands.access import UnderBrand
from brands.enums import Priority, ProjectStatus, TaskStatus
from brands.models.brand import Brand


class Project(models.Model):
    """A piece of work with a beginning and an end."""

    brand = models.ForeignKey(Brand, verbose_name=_("brand"), on_delete=models.CASCADE, related_name="projects")
    project_name = models.CharField(_("project name"), max_length=200)
    status = models.CharField(_("status"), max_length=11, choices=ProjectStatus.choices, default=ProjectStatus.PLANNED)
    start_date = models.DateField(_("start"), null=True, blank=True)
    end_date = models.DateField(_("end"), null=True, blank=True)
    description = models.TextField(_("description"), max_length=5000, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    objects = RestrictedQuerySet.as_manager()
    access = UnderBrand()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(start_date__isnull=True) | Q(end_date__isnull=True) | Q(end_date__gte=F("start_date")),
                name="project_ends_after_start",
            )
        ]
        indexes = [models.Index(fields=["brand", "-created_at", "-id"], name="project_brand_created")]

    def __str__(self) -> str:
        return self.project_name


class Task(models.Model):
    """A card on the board; `position` orders the cards of one column, from 0 without gaps."""

    project = models.ForeignKey(Project, verbose_name=_("project"), on_delete=models.CASCADE, related_name="tasks")
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), max_length=5000, blank=True)
    status = models.CharField(_("status"), max_length=6, choices=TaskStatus.choices, default=TaskStatus.TODO)
    priority = models.CharField(_("priority"), max_length=6, choices=Priority.choices, default=Priority.MEDIUM)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("assignee"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="tasks",
    )
    due_date = models.DateField(_("due"), null=True, blank=True)
    position = models.PositiveIntegerField(_("position"), default=0)
    reminded_at = models.DateTimeField(_("reminded at"), null=True, blank=True, editable=False)
    # The rule of brands/engine/next_actions.py that this task was taken over from.
    suggestion = models.CharField(_("suggestion"), max_length=40, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    objects = RestrictedQuerySet.as_manager()
    access = UnderBrand("project__brand")

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ["status", "position", "id"]
        indexes = [
            models.Index(fields=["project", "status", "position"], name="task_board"),
            models.Index(fields=["assignee", "due_date"], name="task_assignee_due"),
            models.Index(fields=["due_date"], condition=~Q(status=TaskStatus.DONE), name="task_open_due"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_late(self) -> bool:
        """Past its day and not done."""
        return self.due_date is not None and self.status != TaskStatus.DONE and self.due_date < timezone.localdate()

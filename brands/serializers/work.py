"""Projects and tasks as JSON."""

from rest_framework import serializers

from artnex.api.filters import BIGGEST_ID
from brands.models import Project, Task

LAST_POSITION = 2**31 - 1


class ProjectSerializer(serializers.ModelSerializer):
    task_count = serializers.SerializerMethodField()
    done_count = serializers.SerializerMethodField()

    class Meta:
        model = Project
        fields = [
            "id",
            "brand_id",
            "project_name",
            "status",
            "start_date",
            "end_date",
            "description",
            "task_count",
            "done_count",
            "created_at",
            "updated_at",
        ]

    def get_task_count(self, project: Project) -> int:
        return getattr(project, "task_count", 0)  # a new project has none

    def get_done_count(self, project: Project) -> int:
        return getattr(project, "done_count", 0)


class TaskSerializer(serializers.ModelSerializer):
    """`position` counts from 0 in the column of its status; the service says who may be the assignee."""

    brand_id = serializers.IntegerField(source="project.brand_id", read_only=True)
    assignee_id = serializers.IntegerField(min_value=1, max_value=BIGGEST_ID, required=False, allow_null=True)
    assignee_name = serializers.SerializerMethodField()
    position = serializers.IntegerField(min_value=0, max_value=LAST_POSITION, required=False)

    class Meta:
        model = Task
        fields = [
            "id",
            "project_id",
            "brand_id",
            "title",
            "description",
            "status",
            "priority",
            "assignee_id",
            "assignee_name",
            "due_date",
            "position",
            "created_at",
            "updated_at",
        ]

    def get_assignee_name(self, task: Task) -> str | None:
        return str(task.assignee) if task.assignee else None

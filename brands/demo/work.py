"""Projects and tasks of the demo company's brands: one under way, one to come."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from artnex.demo import DemoRun, demo_email, register_demo
from brands.enums import Priority, ProjectStatus, TaskStatus
from brands.models import Brand, Project
from brands.queries.work import people_of
from brands.services.tasks import create_project, create_task

OWNER = demo_email("marketer")
MARKETER, DESIGNER = "marketer", "designer"
TODO, DOING, REVIEW, DONE = TaskStatus.TODO, TaskStatus.DOING, TaskStatus.REVIEW, TaskStatus.DONE
LOW, MEDIUM, HIGH, URGENT = Priority.LOW, Priority.MEDIUM, Priority.HIGH, Priority.URGENT


@dataclass(frozen=True)
class DemoProject:
    """Days count from the day of loading; a task is (title, status, priority, who, due)."""

    name: str
    status: ProjectStatus
    start: int
    end: int
    description: str
    tasks: tuple[tuple[str, TaskStatus, Priority, str, int | None], ...]


PROJECTS = (
    DemoProject(
        "신제품 카탈로그",
        ProjectStatus.IN_PROGRESS,
        -21,
        40,
        "국문과 영문 카탈로그를 새로 만들어 대리점과 전시회에 배포합니다.",
        (
            ("목차 확정", DONE, MEDIUM, MARKETER, -14),
            ("예산 승인", DONE, HIGH, MARKETER, -10),
            ("제품 규격표 최신판 받기", DOING, URGENT, MARKETER, -1),
            ("표지 시안 세 가지", DOING, HIGH, DESIGNER, 2),
            ("제품 사진 고르기", REVIEW, MEDIUM, DESIGNER, 4),
            ("영문 번역 업체 견적 비교", TODO, MEDIUM, MARKETER, 9),
            ("인쇄소 종이 견본 확인", TODO, LOW, DESIGNER, 15),
            ("대리점 배포 목록 정리", TODO, MEDIUM, "", None),
        ),
    ),
    DemoProject(
        "가을 전시회 준비",
        ProjectStatus.PLANNED,
        20,
        75,
        "",
        (
            ("부스 자리 예약", TODO, HIGH, MARKETER, 12),
            ("부스 디자인 초안", TODO, MEDIUM, DESIGNER, 25),
            ("시연 제품 선정 회의", TODO, MEDIUM, "", 18),
        ),
    ),
)


def load(_run: DemoRun) -> None:
    """Projects for the two oldest brands of the demo company, where there are none."""
    brands = Brand.objects.filter(user__email=OWNER).select_related("user").order_by("pk")
    today = timezone.localdate()
    for brand, projects in zip(brands, (PROJECTS, PROJECTS[:1]), strict=False):
        if not brand.projects.exists():
            for demo in projects:
                _create(brand, demo, today)


def remove() -> None:
    """Delete the projects of the demo company's brands, with their tasks."""
    Project.objects.filter(brand__user__email=OWNER).delete()


def _create(brand: Brand, demo: DemoProject, today: date) -> None:
    def day(distance: int | None) -> date | None:
        return None if distance is None else today + timedelta(days=distance)

    fields: dict[str, Any] = {
        "project_name": demo.name,
        "status": demo.status,
        "start_date": day(demo.start),
        "end_date": day(demo.end),
        "description": demo.description,
    }
    project = create_project(user=brand.user, brand=brand, fields=fields)
    team = set(people_of(brand).values_list("pk", flat=True))
    people = dict(get_user_model().objects.filter(pk__in=team).values_list("email", "pk"))
    for title, status, priority, who, due in demo.tasks:
        assignee_id = people.get(demo_email(who)) if who else None
        fields = {"title": title, "status": status, "priority": priority, "due_date": day(due)}
        create_task(user=brand.user, project=project, fields=fields | {"assignee_id": assignee_id})


register_demo("work", order=30, load=load, remove=remove)

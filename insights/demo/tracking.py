"""A tracking of the demo company: invented contents with thirty days of numbers, labelled as demonstration data."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from artnex.demo import DemoRun, demo_email, register_demo
from brands.models import Brand
from insights.models import Content, ContentSnapshot, Tracking
from insights.services.contents import judge_contents
from insights.services.trackings import create_tracking
from insights.tracking_enums import ContentSource, Platform

OWNER = demo_email("marketer")
KEYWORD = "정밀 베어링"
DAYS = 30
TOPICS = (
    "교체 방법",
    "소음 원인",
    "수명 늘리기",
    "규격 고르기",
    "현장 설치",
    "전시회 소식",
    "불량 사례",
    "윤활 관리",
    "가격 비교",
    "신제품 소개",
)
FORMS = ("총정리", "현장 영상", "3분 설명", "질문과 답", "전문가 이야기", "실제 후기")
CHANNELS = ("기계정비 노트", "공장의 하루", "베어링 연구소", "산업뉴스24", "설비담당 김과장", "메카닉스 TV")
PLATFORMS = (Platform.YOUTUBE, Platform.YOUTUBE, Platform.NAVER, Platform.INSTAGRAM, Platform.YOUTUBE, Platform.TIKTOK)


def load(_run: DemoRun) -> None:
    """A tracking for the oldest brand of the demo company, where there is none."""
    brand = Brand.objects.filter(user__email=OWNER).select_related("user").order_by("pk").first()
    if brand is None or brand.trackings.exists():
        return
    fields: dict[str, Any] = {
        "keyword": KEYWORD,
        "synonyms": ["볼 베어링", "bearing"],
        "exclude_words": ["중고"],
        "platforms": [Platform.YOUTUBE, Platform.NAVER, Platform.CSV],
        "is_active": False,
    }
    tracking = create_tracking(user=brand.user, brand=brand, fields=fields)
    tracking.is_demo = True
    tracking.save(update_fields=["is_demo"])
    _add_contents(tracking)
    judge_contents(tracking=tracking)


def remove() -> None:
    """Delete the demonstration tracking with its contents."""
    Tracking.objects.filter(brand__user__email=OWNER, is_demo=True).delete()


def _add_contents(tracking: Tracking) -> None:
    chance = Random(20_261)  # noqa: S311 - the same demonstration everywhere
    now = timezone.now()
    titles = [f"{KEYWORD} {topic} – {form}" for form in FORMS for topic in TOPICS]
    shots = []
    for number, title in enumerate(titles):
        platform = PLATFORMS[number % len(PLATFORMS)]
        has_numbers = platform != Platform.NAVER
        course = _course(chance, number) if has_numbers else []
        last = course[-1] if course else None
        row = Content.objects.create(
            tracking=tracking,
            platform=platform,
            external_id=f"demo-{number}",
            title=title,
            channel=CHANNELS[number % len(CHANNELS)],
            published_at=now - timedelta(days=chance.triangular(0.5, 85, 10)),
            source=ContentSource.DEMO,
            refreshed_at=now,
            view_count=last,
            like_count=_share(last, 0.03),
            comment_count=_share(last, 0.004),
        )
        shots += [_shot(row, views, now - timedelta(days=DAYS - 1 - day)) for day, views in enumerate(course)]
    ContentSnapshot.objects.bulk_create(shots)


def _course(chance: Random, number: int) -> list[int]:
    """Views of thirty days: most grow evenly, every eighth takes off, every eleventh has a sudden last day."""
    total = chance.lognormvariate(7.5, 1.2)
    pace = total * chance.uniform(0.004, 0.02)
    course = []
    for day in range(DAYS):
        boost = 12 if number % 8 == 3 and day > DAYS - 8 else 20 if number % 11 == 5 and day == DAYS - 1 else 1
        total += pace * boost * chance.uniform(0.8, 1.2)
        course.append(int(total))
    return course


def _share(views: int | None, share: float) -> int | None:
    return None if views is None else int(views * share)


def _shot(row: Content, views: int, moment: datetime) -> ContentSnapshot:
    likes, comments = _share(views, 0.03), _share(views, 0.004)
    return ContentSnapshot(content=row, taken_at=moment, view_count=views, like_count=likes, comment_count=comments)


register_demo("trackings", order=45, load=load, remove=remove)

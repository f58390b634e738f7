"""Remarks on a report, and paragraphs that people rewrite."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from artnex.errors import NotFound, ValidationFailed, VersionConflict
from artnex.events.services import record_event
from artnex.jobs.models import Job
from artnex.jobs.services import enqueue_job
from reports.content import Bilingual, Paragraph, Statement, blocks_from_json, blocks_to_json
from reports.models import ParagraphEdit, Report, ReportComment, ReportSection

LONGEST_PARAGRAPH = 5000
REWRITE_JOB = "reports.rewrite_section"


@transaction.atomic
def comment_on_report(*, user: Any, report: Report, body: str, section: ReportSection | None = None) -> ReportComment:
    """A remark on the report or on one of its sections; event report.commented, told to who made the report."""
    comment = ReportComment.objects.create(report=report, section=section, author=user, body=body)
    told = [report.user] if report.user is not None and report.user != user else []
    data = {"id": comment.pk, "report_id": report.pk}
    record_event(
        "report.commented",
        actor=user,
        subject=report,
        brand_id=report.brand_id,
        data=data,
        notify=told,
        url=f"/reports/{report.pk}/#comments",
    )
    return comment


def paragraph_of(section: ReportSection, paragraph_id: str) -> Paragraph:
    """The paragraph of this id; NotFound when the section has none."""
    for block in blocks_from_json(section.blocks):
        if isinstance(block, Paragraph) and block.id == paragraph_id:
            return block
    raise NotFound


def state_of(paragraph: Paragraph) -> str:
    """Changes whenever the paragraph does: who saves names the state they have seen."""
    content = [[one.text.ko, one.text.en] for one in paragraph.statements]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]


@transaction.atomic
def edit_paragraph(
    *, user: Any, section: ReportSection, paragraph_id: str, texts: Mapping[str, str], seen: str = ""
) -> ReportSection:
    """Put a person's words in the place of a paragraph, marked with name and day; what stood there is kept.

    The facts it rested on stay beside it. Event report.edited. VersionConflict when the paragraph is no longer in the
    state `seen`, ValidationFailed when a language is empty or too long.
    """
    _check_texts(texts)
    row = ReportSection.objects.select_for_update(of=("self",)).select_related("report").get(pk=section.pk)
    former = paragraph_of(row, paragraph_id)
    if seen and seen != state_of(former):
        raise VersionConflict
    facts = tuple(dict.fromkeys(fact for one in former.statements for fact in one.fact_ids))
    changed = Paragraph(
        paragraph_id,
        (Statement(Bilingual(texts["ko"].strip(), texts["en"].strip()), facts),),
        edited_by=str(user),
        edited_at=timezone.now().isoformat(timespec="seconds"),
    )
    blocks = [changed if block == former else block for block in blocks_from_json(row.blocks)]
    (before,) = blocks_to_json([former])
    row.blocks = blocks_to_json(blocks)
    row.save(update_fields=["blocks", "updated_at"])
    ParagraphEdit.objects.create(
        section=row,
        paragraph_id=paragraph_id,
        author=user,
        before=before,
        text_ko=texts["ko"].strip(),
        text_en=texts["en"].strip(),
    )
    data = {"id": row.report_id, "section_name": row.section_name}
    record_event("report.edited", actor=user, subject=row.report, brand_id=row.report.brand_id, data=data)
    return row


def _check_texts(texts: Mapping[str, str]) -> None:
    problems = []
    for name in ("ko", "en"):
        text = texts.get(name, "").strip()
        if not text:
            problems.append({"field": name, "message": _("This field is required.")})
        elif len(text) > LONGEST_PARAGRAPH:
            message = _("Use at most %(count)d characters.") % {"count": LONGEST_PARAGRAPH}
            problems.append({"field": name, "message": message})
    if problems:
        raise ValidationFailed(details=problems)


def request_rewrite(*, user: Any, section: ReportSection) -> Job:
    """Start a job that writes the section anew; one that is under way is given back."""
    params = {"report_id": section.report_id, "section_name": section.section_name}
    key = f"{section.report_id}:{section.section_name}"
    brand_id = section.report.brand_id
    return enqueue_job(REWRITE_JOB, user=user, params=params, brand_id=brand_id, unique_key=key)


def rewrite_section(*, user: Any, report: Report, section_name: str) -> ReportSection:
    """Have one section written anew from the report's own facts; the others stay as they are."""
    from reports.services.diagnose import regenerate_section

    return regenerate_section(user=user, report=report, section_name=section_name)

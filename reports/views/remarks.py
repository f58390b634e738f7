"""Comments, rewritten paragraphs, sections written anew."""

from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from artnex.access import Action
from artnex.web.pages import ObjectConfirmPage, ObjectFormPage
from reports.content import Paragraph
from reports.forms.reports import CommentForm, ParagraphForm
from reports.models import ParagraphEdit, ReportSection
from reports.services.remarks import comment_on_report, edit_paragraph, paragraph_of, request_rewrite, state_of
from reports.views.reports import UnderReport

EDITS_SHOWN = 10


class AddCommentPage(UnderReport, ObjectFormPage):
    title = _("Comment")
    form_class = CommentForm
    submit_label = _("Comment")
    success_text = _("Comment added.")

    def save(self, form: Any) -> str:
        comment_on_report(user=self.request.user, report=self.object, body=form.cleaned_data["body"])
        return f"{self.cancel_url}#comments"


class SectionMixin(UnderReport):
    """`self.section`: the section of this report that the URL names."""

    kwargs: dict[str, Any]

    @cached_property
    def section(self) -> ReportSection:
        rows = ReportSection.objects.select_related("report")
        return get_object_or_404(rows, report=self.object, pk=self.kwargs["section_id"])

    def get_success_url(self) -> str:
        return f"{reverse('reports:report', args=[self.object.pk])}#{self.section.section_name}"


class EditParagraphPage(SectionMixin, ObjectFormPage):
    """A paragraph in one's own words, in both languages; what stood there before is below."""

    title = _("Rewrite the paragraph")
    lead = _("The paragraph is marked as rewritten, with your name and the day. The facts it rests on stay beside it.")
    template_name = "reports/report/paragraph.html"
    form_class = ParagraphForm
    success_text = _("Saved.")

    @cached_property
    def paragraph(self) -> Paragraph:
        return paragraph_of(self.section, self.kwargs["paragraph_id"])

    def get_form_kwargs(self) -> dict[str, Any]:
        texts = [one.text for one in self.paragraph.statements]
        initial = {
            "ko": " ".join(text.ko for text in texts),
            "en": " ".join(text.en for text in texts),
            "seen": state_of(self.paragraph),
        }
        return super().get_form_kwargs() | {"initial": initial}

    def save(self, form: Any) -> None:
        given = form.cleaned_data
        edit_paragraph(
            user=self.request.user,
            section=self.section,
            paragraph_id=self.paragraph.id,
            texts={name: given[name] for name in ("ko", "en")},
            seen=given["seen"],
        )

    def get_context(self, **extra: Any) -> dict[str, Any]:
        edits = ParagraphEdit.objects.filter(section=self.section, paragraph_id=self.paragraph.id)
        return super().get_context(edits=edits.select_related("author")[:EDITS_SHOWN], **extra)


class RewriteSectionPage(SectionMixin, ObjectConfirmPage):
    object_action: Action = "update"
    title = _("Write this section anew?")
    lead = _("Its text is made again from the facts of this report; paragraphs you rewrote in it are replaced.")
    submit_label = _("Write anew")
    submit_variant = "primary"

    def save(self, form: Any) -> str:
        return request_rewrite(user=self.request.user, section=self.section).get_absolute_url()

"""Components: what they draw, and that they never let text become markup."""

import re
from html.parser import HTMLParser

import pytest
from django import forms
from django.template import engines
from django.template.loader import get_template
from django.test import RequestFactory
from django.utils.translation import override
from django_cotton.compiler_regex import CottonCompiler

from artnex.web.widgets import SegmentedSelect

EVIL = "\"' onload=alert(1) ><script>alert(1)</script>"


class Tags(HTMLParser):
    """Collects element names and event handler attributes, as a browser would understand them."""

    def __init__(self):
        super().__init__()
        self.names, self.handlers = [], []

    def handle_starttag(self, tag, attrs):
        self.names.append(tag)
        self.handlers += [name for name, _value in attrs if name.startswith("on")]


def draw(source, **context):
    with override("en"):
        return (
            engines["django"].from_string(CottonCompiler().process(source)).render(context, RequestFactory().get("/"))
        )


class SampleForm(forms.Form):
    name = forms.CharField(label="Name", help_text="Two words")
    secret = forms.CharField(widget=forms.PasswordInput, required=False)
    tone = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=SegmentedSelect)
    agree = forms.BooleanField(required=False)
    file = forms.FileField(required=False)


def test_field_ties_label_help_and_problem_together():
    html = draw('<c-field :field="form.name" />', form=SampleForm({"name": ""}))
    assert 'for="id_name"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'aria-invalid="true"' in html


def test_field_keeps_what_was_typed_but_never_a_password():
    form = SampleForm({"name": "하나정밀", "secret": "hunter2"})
    html = draw('<c-form :form="form" />', form=form)
    assert 'value="하나정밀"' in html
    assert "hunter2" not in html


def test_form_is_safe_by_default():
    html = draw('<c-form :form="form" submit="Go" />', form=SampleForm())
    assert "csrfmiddlewaretoken" in html
    assert 'name="_once"' in html
    assert 'enctype="multipart/form-data"' in html
    assert 'role="alert"' not in html


def test_each_drawn_form_has_a_token_of_its_own():
    one, two = (draw('<c-form :form="form" />', form=SampleForm()).split('name="_once" value="')[1][:22] for _ in "12")
    assert one != two


def test_choice_of_few_is_a_group_with_a_legend():
    html = draw('<c-field :field="form.tone" />', form=SampleForm())
    assert "<fieldset" in html
    assert "<legend" in html
    assert "segmented" in html


def test_link_button_and_form_button():
    assert draw('<c-button href="/x/" variant="primary">Go</c-button>').startswith('<a class="button button--primary')
    html = draw('<c-button type="submit" icon="plus" label="Add" data-x="1"></c-button>')
    assert 'aria-label="Add"' in html
    assert 'data-x="1"' in html
    assert "#plus" in html


@pytest.mark.parametrize(
    "source",
    [
        '<c-button label="{{ text }}" href="{{ text }}">{{ text }}</c-button>',
        '<c-card title="{{ text }}" lead="{{ text }}">{{ text }}</c-card>',
        '<c-alert title="{{ text }}">{{ text }}</c-alert>',
        '<c-avatar name="{{ text }}" src="{{ text }}" />',
        '<c-page-header :title="text" :lead="text" />',
        '<c-copy text="{{ text }}" label="{{ text }}" />',
        '<c-toast text="{{ text }}" undo="{{ text }}" />',
        '<c-empty-state title="{{ text }}">{{ text }}</c-empty-state>',
        '<c-stat label="{{ text }}" :value="text" note="{{ text }}" />',
        '<c-progress label="{{ text }}" :step="text" value="5" />',
        '<c-menu-item href="{{ text }}" :data-x="text">{{ text }}</c-menu-item>',
        '<c-badge :title="text">{{ text }}</c-badge>',
    ],
)
def test_text_never_becomes_markup(source):
    seen = Tags()
    seen.feed(draw(source, text=EVIL))
    assert "script" not in seen.names
    assert not seen.handlers


def test_a_component_does_not_see_the_page_around_it():
    assert "leak" not in draw("<c-card>x</c-card>", title="leak", actions="leak")


def test_every_icon_named_in_a_template_exists(settings):
    known = set(re.findall(r'<symbol id="([a-z-]+)"', (settings.BASE_DIR / "static/img/icons.svg").read_text()))
    used = set()
    for template in (settings.BASE_DIR / "templates").rglob("*.html"):
        text = template.read_text()
        used |= set(re.findall(r'\bicon="([a-z-]+)"', text)) | set(re.findall(r'<c-icon name="([a-z-]+)"', text))
    assert used
    assert used <= known


def test_every_template_can_be_read(settings):
    folder = settings.BASE_DIR / "templates"
    for template in folder.rglob("*.html"):
        assert get_template(str(template.relative_to(folder)))

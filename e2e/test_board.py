"""Cards on the board: by mouse, by keyboard, by finger, without script."""

import pytest

from brands.models import Task
from brands.services.tasks import create_task
from brands.tests.factories import BrandFactory, ProjectFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def project(person):
    project = ProjectFactory(brand=BrandFactory(user=person))
    for title, status in (("One", "todo"), ("Two", "todo"), ("Three", "todo"), ("Four", "doing")):
        create_task(user=person, project=project, fields={"title": title, "status": status})
    return project


@pytest.fixture
def board_page(open_page, log_in, person, project):
    def open_board(**options):
        page = log_in(open_page("/login/", **options), person)
        page.goto(f"/brands/{project.brand_id}/projects/{project.pk}/")
        return page

    return open_board


def stored(project, status):
    tasks = Task.objects.filter(project=project, status=status).order_by("position")
    return list(tasks.values_list("title", flat=True))


def card(page, title):
    return page.locator(f'[data-card][data-title="{title}"]')


def middle(box):
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_card_is_dragged_by_mouse_and_a_drag_opens_nothing(board_page, project):
    page = board_page()
    page.mouse.move(*middle(card(page, "One").bounding_box()))
    page.mouse.down()
    x, y = middle(card(page, "Four").bounding_box())
    page.mouse.move(x, y - 20, steps=8)
    page.mouse.move(x, y - 22, steps=3)
    with page.expect_response(lambda r: r.url.endswith("/move/")):
        page.mouse.up()
    page.locator('[data-column="doing"] [data-card]').nth(1).wait_for()
    assert stored(project, "doing") == ["One", "Four"]
    assert stored(project, "todo") == ["Two", "Three"]
    assert not page.locator("dialog[open]").count()
    page.locator('[data-column="doing"] .board__count', has_text="2").wait_for()


def test_card_is_moved_by_keyboard_and_told_aloud(board_page, project):
    page = board_page()
    handle = card(page, "Three").get_by_role("button")
    handle.focus()
    for key in ("Space", "ArrowUp", "ArrowUp", "ArrowRight"):
        page.keyboard.press(key)
    told = page.get_by_role("status").filter(has_text="Three")
    assert "Doing, 1 of 2" in told.inner_text()
    with page.expect_response(lambda r: r.url.endswith("/move/")):
        page.keyboard.press("Space")
    page.locator('[data-column="doing"] .board__count', has_text="2").wait_for()
    assert stored(project, "doing") == ["Three", "Four"]
    assert page.evaluate("document.activeElement.closest('[data-card]').dataset.title") == "Three"
    for key in ("Space", "ArrowRight", "Escape"):
        page.keyboard.press(key)
    assert card(page, "Three").locator("xpath=ancestor::section").get_attribute("data-column") == "doing"
    assert stored(project, "review") == []


def test_card_returns_when_the_server_says_no(board_page, project):
    page = board_page()
    Task.objects.filter(title="Two").delete()
    card(page, "Two").get_by_role("button").focus()
    for key in ("Space", "ArrowRight", "Space"):
        page.keyboard.press(key)
    page.locator(".toast", has_text="could not be moved").wait_for()
    assert card(page, "Two").locator("xpath=ancestor::section").get_attribute("data-column") == "todo"


def test_card_is_dragged_by_finger_on_its_handle(board_page, project):
    page = board_page(size="phone")
    handle = card(page, "Three").get_by_role("button")
    handle.evaluate('handle => handle.scrollIntoView({block: "center"})')
    x, y = middle(handle.bounding_box())
    _x, top = middle(card(page, "One").bounding_box())
    touch = page.context.new_cdp_session(page)

    def finger(kind, *points):
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})

    finger("touchStart", (x, y))
    for n in range(1, 9):
        finger("touchMove", (x, y + (top - 25 - y) * n / 8))
    with page.expect_response(lambda r: r.url.endswith("/move/")):
        finger("touchEnd")
    assert stored(project, "todo") == ["Three", "One", "Two"]


def test_card_is_moved_without_script(board_page, project):
    page = board_page(script=False)
    page.get_by_role("link", name="One", exact=True).click()
    page.get_by_role("button", name="In review").click()
    assert stored(project, "review") == ["One"]
    assert page.url.endswith(f"/projects/{project.pk}/")

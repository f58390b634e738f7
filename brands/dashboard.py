"""What dashboard and team put into the platform: the first page, the brand switcher, seats, mails."""

from accounts.plans import register_usage
from artnex.web.home import register_home_page
from artnex.web.navigation import register_topbar
from brands.mails import register_brand_mails
from brands.services.team import count_seats, listen_for_new_people


def register() -> None:
    """Called at start."""
    from brands.views.dashboard import DashboardPage

    register_home_page(DashboardPage)
    register_topbar("brands/dashboard/_switcher.html", order=10)
    register_usage("seats", count_seats)
    register_brand_mails()
    listen_for_new_people()

"""How the administration looks: our colours, mark and words on the theme's pages."""

from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

static_lazy = lazy(static, str)
INK = 264  # the hue of static/css/tokens.css
NEUTRAL_STEPS = {
    "50": "98% .003",
    "100": "96.2% .005",
    "200": "91.2% .006",
    "300": "85% .008",
    "400": "70% .012",
    "500": "53% .016",
    "600": "42% .018",
    "700": "33% .018",
    "800": "26% .015",
    "900": "19.5% .013",
    "950": "15% .011",
}
ACCENT_STEPS = {
    "50": "97.5% .014",
    "100": "95% .028",
    "200": "90% .05",
    "300": "83% .09",
    "400": "74% .13",
    "500": "70% .14",
    "600": "45% .215",
    "700": "40% .2",
    "800": "35% .17",
    "900": "30% .14",
    "950": "24% .1",
}


def scale(steps: dict[str, str]) -> dict[str, str]:
    return {weight: f"oklch({step} {INK})" for weight, step in steps.items()}


UNFOLD = {
    "SITE_TITLE": "ArtNex",
    "SITE_HEADER": "ArtNex",
    "SITE_SUBHEADER": _("Administration"),
    "SITE_URL": "/",
    "SITE_ICON": static_lazy("img/favicon.svg"),
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": static_lazy("img/favicon.svg")}],
    "SHOW_LANGUAGES": True,
    "LANGUAGES": {"action": reverse_lazy("web:language")},
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
    "BORDER_RADIUS": "4px",
    "COLORS": {"base": scale(NEUTRAL_STEPS), "primary": scale(ACCENT_STEPS)},
    "STYLES": [static_lazy("css/admin.css")],
    "ACCOUNT": {"navigation": [{"title": _("My account"), "link": reverse_lazy("accounts:profile")}]},
    "SIDEBAR": {
        "show_search": True,
        "command_search": True,
        "navigation": "artnex.administration.menu.sidebar",
    },
    "DASHBOARD_CALLBACK": "artnex.administration.dashboard.fill",
}

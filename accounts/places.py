"""What accounts puts into the navigation, the getting-started list and the preference switches."""

from django.utils.translation import gettext_lazy as _

from accounts.models import ApiKey
from accounts.services.second_factor import has_second_factor
from accounts.views.profile import save_preferences
from artnex.web.home import Step, register_step
from artnex.web.navigation import Place, register_place
from artnex.web.preferences import on_preference_change


def register() -> None:
    """Called at start."""
    _register_places()
    _register_steps()
    on_preference_change(save_preferences)


def _register_places() -> None:
    places = [
        Place(_("Notifications"), "accounts:notifications", "bell", "account", 5, in_sidebar=False, on_phone=True),
        Place(
            _("Profile"),
            "accounts:profile",
            "user",
            "account",
            10,
            keywords=_("name picture language theme"),
            on_phone=True,
        ),
        Place(_("Security"), "accounts:security", "shield", "account", 20, keywords=_("password two-step sessions")),
        Place(_("API keys"), "accounts:api_keys", "key", "account", 30, keywords=_("token program integration")),
        Place(_("Usage and cost"), "accounts:usage", "cost", "account", 35, keywords=_("plan limit budget AI cost")),
        Place(_("Activity"), "accounts:activity", "activity", "account", 40, keywords=_("audit history log")),
        Place(_("My data"), "accounts:data", "file", "account", 50, keywords=_("export delete account privacy")),
        Place(_("People"), "accounts:people", "users", "manage", 10, "manage:users", keywords=_("users roles")),
        Place(_("Administration"), "admin:index", "admin", "manage", 90, "manage:users", keywords=_("admin data")),
    ]
    actions = [
        Place(_("Change the password"), "accounts:password_change", "lock", order=60, is_action=True),
        Place(_("End other sessions"), "accounts:sessions", "device", order=61, is_action=True),
        Place(_("Create an API key"), "accounts:api_key_new", "plus", order=62, is_action=True),
    ]
    for place in places + actions:
        register_place(place)


def _register_steps() -> None:
    steps = [
        Step(
            "verified",
            _("Confirm your e-mail address"),
            _("So that we can reach you, and nobody else can use your address."),
            "accounts:profile",
            lambda user: user.is_verified,
            order=10,
        ),
        Step(
            "two-step",
            _("Switch two-step log-in on"),
            _("A code from your phone protects your brands even if your password leaks."),
            "accounts:security",
            has_second_factor,
            order=80,
        ),
        Step(
            "api-key",
            _("Connect a program"),
            _("Make an API key for your shop, your CRM or your own scripts."),
            "accounts:api_keys",
            lambda user: ApiKey.objects.restrict(user).exists(),
            order=90,
        ),
    ]
    for step in steps:
        register_step(step)

"""What happens to accounts, as the event spine names it. No payload ever holds a secret."""

from django.utils.translation import gettext_lazy as _

from artnex.events.registry import register_event


def register() -> None:
    register_event("user.registered", _("Signed up"), public=False)
    register_event("user.added", _("Account added"), public=False)
    register_event("user.verified", _("Verified the e-mail address"), public=False)
    register_event("user.logged_in", _("Logged in"), {"kind": "string", "new_place": "boolean"}, public=False)
    register_event("user.login_failed", _("Failed to log in"), {"reason": "string"}, public=False)
    register_event("user.logged_out", _("Logged out"), public=False)
    register_event("user.updated", _("Changed the profile"), {"fields": "array"}, public=False)
    register_event("user.activated", _("Account activated"), public=False)
    register_event("user.deactivated", _("Account deactivated"), public=False)
    register_event("user.deletion_requested", _("Asked to delete the account"), {"due": "string"}, public=False)
    register_event("user.deletion_cancelled", _("Kept the account"), public=False)
    register_event("user.deleted", _("Account deleted"), public=False)
    register_event("user.export_requested", _("Asked for a copy of their data"), public=False)
    register_event("role.changed", _("Role changed"), {"before": "string", "after": "string"}, public=False)
    register_event("password.reset_requested", _("Asked for a new password"), public=False)
    register_event("password.reset", _("Set a new password by mail"), public=False)
    register_event("password.changed", _("Changed the password"), public=False)
    register_event("totp.enabled", _("Switched two-step log-in on"), public=False)
    register_event("totp.disabled", _("Switched two-step log-in off"), public=False)
    register_event("recovery_codes.renewed", _("Made new recovery codes"), public=False)
    register_event("recovery_code.used", _("Used a recovery code"), {"left": "integer"}, public=False)
    register_event("session.revoked", _("Session ended"), {"reason": "string"}, public=False)
    register_event("api_key.created", _("API key created"), {"scopes": "array"}, public=False)
    register_event("api_key.revoked", _("API key revoked"), public=False)

"""People and what lets them in."""

from accounts.models.access_means import ApiKey, LoginSession, RefreshToken
from accounts.models.second_factor import RecoveryCode, TotpDevice
from accounts.models.user import User, UserManager, normal_email

__all__ = [
    "ApiKey",
    "LoginSession",
    "RecoveryCode",
    "RefreshToken",
    "TotpDevice",
    "User",
    "UserManager",
    "normal_email",
]

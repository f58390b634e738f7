"""The permission matrix: which role may do what at all. Rights on one brand come on top (brands app)."""

from accounts.enums import Role

READ = frozenset({"read:brand", "read:campaign", "read:report"})
WORK = frozenset(
    {
        "create:brand",
        "update:brand",
        "delete:brand",  # managers: their own brands, decided where the brand is known
        "create:campaign",
        "update:campaign",
        "delete:campaign",
        "create:report",
        "export:report",
        "view:analytics",
    }
)
ADMINISTER = frozenset({"manage:users"})
ALL_PERMISSIONS = READ | WORK | ADMINISTER

MATRIX: dict[Role, frozenset[str]] = {
    Role.ADMIN: ALL_PERMISSIONS,
    Role.MANAGER: READ | WORK,
    Role.VIEWER: READ | {"delete:brand", "delete:campaign"},  # "own brands": a viewer may still remove what is theirs
}


def permissions_of(role: Role) -> frozenset[str]:
    return MATRIX[role]

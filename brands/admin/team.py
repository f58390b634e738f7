"""Open invitations to the teams of brands, in the administration."""

from django.contrib import admin

from artnex.administration.menu import MenuGroup
from artnex.administration.model_admin import ReadOnlyModelAdmin
from brands.models import BrandInvitation


@admin.register(BrandInvitation)
class BrandInvitationAdmin(ReadOnlyModelAdmin):
    """To look at: the brand's owner invites and withdraws."""

    menu_group = MenuGroup.PRODUCT
    list_display = ("email", "brand", "role", "invited_by", "created_at")
    list_filter = ("role",)
    list_select_related = ("brand", "invited_by")
    search_fields = ("email", "brand__brand_name")

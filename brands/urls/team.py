"""The team of a brand."""

from django.urls import path

from brands.views import team

TEAM = "brands/<int:brand_id>/team"

urlpatterns = [
    path(f"{TEAM}/", team.TeamPage.as_view(), name="team"),
    path(f"{TEAM}/leave/", team.LeavePage.as_view(), name="team_leave"),
    path(f"{TEAM}/transfer/", team.TransferPage.as_view(), name="team_transfer"),
    path(f"{TEAM}/<int:user_id>/role/", team.MemberRolePage.as_view(), name="member_role"),
    path(f"{TEAM}/<int:user_id>/remove/", team.RemoveMemberPage.as_view(), name="member_remove"),
    path(f"{TEAM}/invitations/<int:invitation_id>/", team.WithdrawInvitationPage.as_view(), name="invitation_withdraw"),
]

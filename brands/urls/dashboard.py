"""The brand switcher; the dashboard itself is the page at `/`."""

from django.urls import path

from brands.views.dashboard import ResumeRegistrationPage, SwitcherPage

urlpatterns = [
    path("brands/switch/", SwitcherPage.as_view(), name="switch"),
    path("brands/<int:brand_id>/register/", ResumeRegistrationPage.as_view(), name="register_resume"),
]

"""The guideline of a brand."""

from django.urls import path

from brands.views.guideline import GuidelinePage, MakeGuideline

urlpatterns = [
    path("brands/<int:brand_id>/guideline/", GuidelinePage.as_view(), name="guideline"),
    path("brands/<int:brand_id>/guideline/pdf/", MakeGuideline.as_view(), name="guideline_make"),
]

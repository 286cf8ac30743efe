"""The gallery."""

from django.urls import path

from pinto.ground.design import views

urlpatterns = [path("", views.gallery, name="design_gallery")]

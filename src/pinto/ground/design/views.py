"""The gallery: every component and chart, with invented data and its parameters."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from pinto.ground.design.gallery import context


@login_not_required
@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Public: it holds nothing but invented numbers."""
    return render(request, "design/gallery.html", context())

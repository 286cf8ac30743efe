"""The shell: menu, language, theme, error pages."""

import re

import pytest
from django.http import HttpResponse
from django.shortcuts import render
from django.test import Client
from django.urls import path

from pinto.config.urls import urlpatterns as addresses

pytestmark = pytest.mark.django_db


def _room(request, **_):
    return render(request, "design/base.html") if request.GET else HttpResponse("ok")


# Rooms of the menu, for the test of the menu alone: the real ones have tests of their own.
urlpatterns = [
    path("area/", _room),
    path("area/<code>/", _room),
    path("hh/", _room),
    path("intake/", _room),
    *addresses,
]


FAMILIES = ["ภาพรวมพื้นที่", "ครัวเรือน", "ตรวจสอบและรับรอง", "การประชุม"]


def menu_of(html):
    nav = re.search('<nav class="nav".*?</nav>', html, re.S)
    return re.findall(r">([^<]+)</a>", nav[0]) if nav else []


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("who", "entries"),
    [
        ("tambon_officer", [*FAMILIES, "ตัววัดความยากจน", "คุณภาพ", "นำเข้าข้อมูล"]),
        ("volunteer", [*FAMILIES, "ตัววัดความยากจน", "คุณภาพ"]),
        ("researcher", ["ภาพรวมพื้นที่", "ตัววัดความยากจน"]),
    ],
)
def test_the_menu_shows_what_the_role_may_open(request, client_of, who, entries):
    client = client_of(request.getfixturevalue(who))
    html = client.get("/area/?x").text

    assert menu_of(html) == entries
    assert ('role="search"' in html) == ("ครัวเรือน" in entries)


@pytest.mark.urls(__name__)
def test_the_entry_of_the_page_is_marked_in_both_menus(client_of, tambon_officer):
    client = client_of(tambon_officer)

    assert client.get("/area/?x").text.count('href="/area/" aria-current="page"') == 2
    assert client.get("/area/99/?x").text.count('href="/area/" aria-current="true"') == 2
    assert "aria-current" not in client.get("/design/").text.split("<main")[0].split("ctx")[0]


@pytest.mark.urls(__name__)
def test_the_menu_costs_one_question_to_the_database(
    client_of, tambon_officer, django_assert_max_num_queries
):
    client = client_of(tambon_officer)
    client.get("/area/?x")
    with django_assert_max_num_queries(3):  # session, account, postings
        client.get("/area/?x")


def test_the_gallery_is_open_to_everybody_and_in_thai(client):
    response = client.get("/design/", headers={"accept-language": "en"})

    assert response.status_code == 200
    assert '<html lang="th">' in response.text
    assert "ชุดชิ้นส่วน" in response.text


def test_the_language_switch_sets_a_cookie_and_returns(client):
    response = client.get("/language/?to=en&next=/design/%3Ftheme%3Ddark")

    assert response.headers["Location"] == "/design/?theme=dark"
    assert response.cookies["pinto_language"]["httponly"]
    assert '<html lang="en" data-theme="dark">' in client.get("/design/?theme=dark").text
    client.get("/language/?to=th")
    assert '<html lang="th">' in client.get("/design/").text


@pytest.mark.parametrize("onward", ["https://x.invalid/", "//x.invalid", "javascript:alert(1)", ""])
def test_the_language_switch_leads_nowhere_else(client, onward):
    response = client.get("/language/", {"to": "en", "next": onward})

    assert response.headers["Location"] in ("/", "")
    assert not response.headers["Location"].startswith("//")


def test_an_unknown_language_or_theme_is_thai_and_the_devices_own(client):
    client.get("/language/?to=xx")
    response = client.get("/design/?theme=%22%3E%3Cscript%3E")

    assert '<html lang="th">' in response.text
    assert "<script>" not in response.text


def test_somebody_signed_in_has_an_account_menu(client_of, tambon_officer):
    html = client_of(tambon_officer).get("/design/").text

    assert 'class="who"' in html
    assert '<span class="ava" aria-hidden="true">บ</span>' in html
    assert "บุญมา สมมติสุข" in html


def test_a_stranger_to_the_system_has_no_menu(client):
    html = client.get("/design/").text

    assert 'class="who"' not in html
    assert 'class="tabs"' not in html


def test_a_missing_page_helps_in_the_language_of_the_reader(client):
    response = client.get("/no/such/page/")

    assert response.status_code == 404
    assert "ไม่พบหน้านี้" in response.text
    assert 'class="weave"' in response.text


def test_a_broken_page_still_answers_in_our_look(client, monkeypatch):
    def broken():
        raise RuntimeError

    monkeypatch.setattr("pinto.ground.design.views.context", broken)
    client.raise_request_exception = False
    response = client.get("/design/")

    assert response.status_code == 500
    assert "ระบบขัดข้อง" in response.text
    assert "RuntimeError" not in response.text


def test_a_form_without_its_token_is_refused_with_advice(client):
    response = Client(enforce_csrf_checks=True).post("/design/")

    assert response.status_code == 403
    assert "แบบฟอร์มเปิดค้างไว้นานเกินไป" in response.text


def test_pages_keep_the_content_policy(client):
    response = client.get("/design/")

    assert "style=" not in response.text
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]
    assert "unsafe" not in response.headers["Content-Security-Policy"]

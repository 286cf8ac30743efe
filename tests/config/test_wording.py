"""What Django's forms say is said in Thai, in our words."""

import pytest
from django import forms
from django.utils import translation


class Everything(forms.Form):
    text = forms.CharField(max_length=3)
    long = forms.CharField(min_length=3)
    key = forms.UUIDField()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"text": "abcd"}, "ยาวได้ไม่เกิน 3 ตัวอักษร (มี 4)"),
        ({"text": "\x00"}, "มีอักขระที่ใช้ไม่ได้"),
        ({"long": "a"}, "ต้องมีอย่างน้อย 3 ตัวอักษร"),
        ({"key": "a"}, "รหัสอ้างอิงนี้ใช้ไม่ได้"),
    ],
)
def test_a_refused_field_says_why_in_thai(given, says):
    with translation.override("th"):
        errors = Everything(given).errors[next(iter(given))]

    assert says in errors[0]

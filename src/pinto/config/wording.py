"""Sentences of Django's forms that we say in our own Thai.

Django's catalogue is a wooden translation, and lacks some. `config/locale` comes
before it; naming the sentences here is what makes the check of the catalogues
(scripts/translations.py) ask for their Thai.
"""

from django.utils.translation import ngettext_lazy

from pinto.ground.design.messages import N_

OF_DJANGO = (
    N_("This field is required."),
    N_("Enter a whole number."),
    N_("Enter a number."),
    N_("Enter a valid date."),
    N_("Select a valid choice. %(value)s is not one of the available choices."),
    N_("Select a valid choice. That choice is not one of the available choices."),
    N_("No file was submitted."),
    N_("No file was submitted. Check the encoding type on the form."),
    N_("The submitted file is empty."),
    N_("Null characters are not allowed."),
    N_("Enter a valid value."),
    N_("“%(pk)s” is not a valid value."),
    N_("Ensure this value is less than or equal to %(limit_value)s."),
    N_("Ensure this value is greater than or equal to %(limit_value)s."),
    N_("(Hidden field %(name)s) %(error)s"),
    N_("Enter a valid UUID."),
    N_("“%(value)s” is not a valid UUID."),
    ngettext_lazy(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
        "limit_value",
    ),
    ngettext_lazy(
        "Ensure this value has at least %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at least %(limit_value)d characters (it has %(show_value)d).",
        "limit_value",
    ),
    ngettext_lazy(
        "Ensure this filename has at most %(max)d character (it has %(length)d).",
        "Ensure this filename has at most %(max)d characters (it has %(length)d).",
        "max",
    ),
)

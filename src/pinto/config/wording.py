"""Sentences of Django's forms that we say in our own Thai.

Django's catalogue is a wooden translation, and lacks some. `config/locale` comes
before it; naming the sentences here is what makes the check of the catalogues
(scripts/translations.py) ask for their Thai.
"""

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
)

"""The sentences behind the codes of findings: what is wrong, and how to mend it."""

from pinto.evidence.intake.rules.findings import MESSAGES as FILE_MESSAGES
from pinto.ground.design.messages import N_

_RETYPE = N_("Compare it with the document, correct it and load the file again.")
_AS_TEXT = N_("Format the column as text, type the number in full and load the file again.")
_ONE_EACH = N_("Keep one row for each household and load the file again.")
_ROUND = N_(
    "If that is the wrong round, load nothing and hand the file in again for the right one."
)
_DATE = N_("Write it as day/month/year of พ.ศ., as 5/3/2510, or only the year.")

HOUSEHOLD_MESSAGES: dict[str, tuple[str, str]] = {
    # --- files --------------------------------------------------------------------------
    "file.needs_round": (
        N_("This file holds households, and nobody said which round they belong to."),
        N_("Hand it in again and say the round, as 2569."),
    ),
    "file.no_house_column": (
        N_("This file is about households, but no column names the house in a known way."),
        N_("Call the column รหัสบ้าน or บ้านเลขที่, or use the empty form."),
    ),
    "file.broken_text": (
        N_(
            "The Thai letters of this file were lost, as in “%(example)s”: %(rows)s of %(of)s rows."
            " Nothing of it can be loaded."
        ),
        N_("They cannot be brought back. Export again as .xlsx or “CSV UTF-8” and load that file."),
    ),
    "file.shortened_ids": (
        N_(
            "The spreadsheet shortened the numbers of column %(column)s, as 2.00E+12, in %(rows)s"
            " of %(of)s rows. Their last digits are lost."
        ),
        N_(
            "Format the column as text, export the file again from the system it came from,"
            " and load that one."
        ),
    ),
    "round.year": (
        N_(
            "The file says it is of %(year)s (%(rows)s of %(of)s rows), and the chosen round is"
            " %(round)s."
        ),
        N_(
            "If that is the wrong round, load nothing and hand the file in again for the right one."
        ),
    ),
    "round.dates": (
        N_(
            "Most days of the survey are of %(year)s (%(rows)s of %(of)s rows), years away from the"
            " chosen round %(round)s."
        ),
        N_(
            "If that is the wrong round, load nothing and hand the file in again for the right one."
        ),
    ),
    # --- rows ---------------------------------------------------------------------------
    "row.no_household": (
        N_("This row belongs to a house that has no household row in the file."),
        N_("Add the household, or correct the house code of this row."),
    ),
    "row.shifted": (
        N_("The columns of this row seem shifted: %(value)s stands where a place belongs."),
        N_("Move the cells back under their headers and load the file again."),
    ),
    "house.unnamed": (
        N_("This row has neither a house code nor a house number."),
        N_("Type the house code or the house number."),
    ),
    "household.no_code": (
        N_("This row has no house code. The ID of its head said which household it is."),
        N_("Type the house code, so that nobody takes it for another house."),
    ),
    "household.which_house": (
        N_("This row has no house code, and nothing says for sure which household it is."),
        N_("Settle which house it is, type its house code and load the file again."),
    ),
    "household.repeated": (
        N_("This row says the same as row %(first)s. It was read once."),
        N_("Nothing needs to be done."),
    ),
    "household.superseded": (
        N_("Rows %(first)s and this one are the same household, edited on different days."),
        N_("The later edit, row %(used)s, was read. Remove the other if that is right."),
    ),
    "household.twice": (
        N_("Row %(first)s has the same house code and says something else. Neither was read."),
        _ONE_EACH,
    ),
    "member.unnamed": (
        N_("This member has neither a name nor an ID."),
        N_("Type the name. Without one the answers of the row are left out."),
    ),
    "column.unknown": (
        N_("Nobody has explained this column yet. It is left out."),
        N_("Say below what the column means; Pinto remembers it."),
    ),
    # --- places -------------------------------------------------------------------------
    "place.not_yours": (
        N_("%(place)s is not an area you load files for."),
        N_("Send these rows to the officer of that area."),
    ),
    "place.missing": (
        N_("This row does not say where the house is."),
        N_("Fill in tambon, amphoe and province, or the village code."),
    ),
    "place.unknown": (
        N_("There is no tambon %(tambon)s in amphoe %(amphoe)s, province %(province)s."),
        N_("Correct the names as on the list of places."),
    ),
    "place.several": (
        N_("Several tambons are called %(tambon)s."),
        N_("Fill in the amphoe and the province as well."),
    ),
    "place.unknown_code": (
        N_("No place has the code %(given)s."),
        N_("Correct the code, or leave it empty and fill in the names."),
    ),
    "place.code_and_name": (
        N_("The code %(given)s is not the one of tambon %(name)s."),
        N_("Correct the code or the name, whichever is wrong."),
    ),
    "place.code_too_long": (
        N_("The tambon code %(given)s is too long. Its first six digits were read."),
        N_("Shorten the code to six digits."),
    ),
    "place.name_unknown": (
        N_("No tambon is called %(name)s. The code %(code)s was read."),
        N_("Correct the spelling of the name."),
    ),
    "place.no_such_moo": (
        N_("Tambon %(tambon)s has no moo %(moo)s on the list of places."),
        N_("The household is counted in the tambon. Correct the moo if it is wrong."),
    ),
    "point.swapped": (
        N_("Latitude and longitude had changed places. They were put right."),
        N_("Nothing needs to be done."),
    ),
    "point.outside": (
        N_("This point lies outside tambon %(place)s. It was kept."),
        N_("Look at the map; correct the point, or the place."),
    ),
    "point.abroad": (
        N_("This point is not in Thailand. It was left out."),
        N_("Correct latitude and longitude, or leave them empty."),
    ),
    # --- cells --------------------------------------------------------------------------
    "cell.not_a_number": (N_("This is not a number. The answer was left unknown."), _RETYPE),
    "cell.out_of_range": (
        N_("This number cannot be: it should be from %(low)s to %(high)s. It was left unknown."),
        _RETYPE,
    ),
    "cell.too_small": (
        N_("This number cannot be: it should be %(low)s or more. It was left unknown."),
        _RETYPE,
    ),
    "cell.too_large": (
        N_("This number cannot be: it should be %(high)s or less. It was left unknown."),
        _RETYPE,
    ),
    "cell.not_yes_no": (
        N_("This is neither yes nor no. The answer was left unknown."),
        N_("Write ใช่ or ไม่ใช่."),
    ),
    "cell.not_a_choice": (
        N_("This is not one of the answers. The answer was left unknown."),
        N_("Did you mean “%(example)s”?"),
    ),
    "cell.no_such_choice": (
        N_("This is not one of the answers. The answer was left unknown."),
        N_("Use the words of the form, as “%(example)s”."),
    ),
    "cell.broken_text": (
        N_("The letters of this cell were lost. It was left unknown."),
        _RETYPE,
    ),
    "cell.cut": (N_("This text is too long. Only its beginning was read."), _RETYPE),
    "name.cut": (N_("No name is as long as this. Only its beginning was read."), _RETYPE),
    "name.long": (N_("This is longer than a name usually is. It was read as it stands."), _RETYPE),
    "name.no_letter": (N_("This name has no letter in it. It was read as it stands."), _RETYPE),
    "name.markup": (
        N_("This looks like a formula or a piece of a web page, not a name. It was read as text."),
        _RETYPE,
    ),
    "phone.unreadable": (N_("A phone number has 9 or 10 digits. It was left out."), _RETYPE),
    "house_no.excel_date": (
        N_("The spreadsheet had made a date of the house number. It was read as %(read)s."),
        N_("Look whether that is right; format the column as text to keep it so."),
    ),
    # --- house codes --------------------------------------------------------------------
    "house_code.blank": (N_("There is no house code here."), _RETYPE),
    "house_code.leading_zero": (
        N_("This house code has ten digits: the spreadsheet may have lost a zero at its front."),
        _AS_TEXT,
    ),
    "house_code.scientific": (
        N_("The spreadsheet shortened this house code; its last digits are lost."),
        _AS_TEXT,
    ),
    "house_code.not_digits": (N_("A house code has only digits."), _RETYPE),
    "house_code.length": (N_("A house code has 11 digits."), _RETYPE),
    # --- national IDs -------------------------------------------------------------------
    "national_id.twice": (
        N_("This national ID stands in the file more than once."),
        N_("Look whose it is. Both people were read; only the first keeps the ID."),
    ),
    "national_id.blank": (N_("There is no national ID here."), _RETYPE),
    "national_id.leading_zero": (
        N_(
            "This ID has 12 digits: the spreadsheet may have lost a zero at its front."
            " The ID was left out."
        ),
        _AS_TEXT,
    ),
    "national_id.scientific": (
        N_("The spreadsheet shortened this ID; its last digits are lost. The ID was left out."),
        _AS_TEXT,
    ),
    "national_id.not_digits": (N_("A national ID has only digits. The ID was left out."), _RETYPE),
    "national_id.length": (N_("A national ID has 13 digits. The ID was left out."), _RETYPE),
    "national_id.category": (N_("No national ID begins with 9. The ID was left out."), _RETYPE),
    "national_id.checksum": (
        N_("One of the 13 digits of this ID is wrong. The ID was left out."),
        N_("Compare it with the card, correct it and load the file again."),
    ),
    # --- dates --------------------------------------------------------------------------
    "date.unreadable": (N_("This is not a date. It was left unknown."), _DATE),
    "date.no_such_day": (N_("There is no such day. It was left unknown."), _DATE),
    "date.year": (N_("This year cannot be. The date was left unknown."), _DATE),
    "date.short_year": (
        N_("The year พ.ศ. 2483 had no January to March. The date was left unknown."),
        _DATE,
    ),
    "date.two_digit_year": (
        N_("The year has two digits and may be of พ.ศ. or ค.ศ. The date was left unknown."),
        _DATE,
    ),
    "date.not_a_serial": (N_("This number is not a date. It was left unknown."), _DATE),
}

MESSAGES = FILE_MESSAGES | HOUSEHOLD_MESSAGES

# What several findings of one code share, where each names a place or a number of its own.
KINDS: dict[str, str] = {
    "household.repeated": N_("These rows say the same as an earlier row. They were read once."),
    "household.superseded": N_("Two rows are the same household, edited on different days."),
    "household.twice": N_(
        "An earlier row has the same house code and says something else. Neither was read."
    ),
    "row.shifted": N_("The columns of these rows seem shifted."),
    "place.not_yours": N_("These rows are about areas you do not load files for."),
    "place.unknown": N_("There is no such tambon in the amphoe these rows name."),
    "place.several": N_("Several tambons have the name in these rows."),
    "place.unknown_code": N_("No place has the code in these rows."),
    "place.code_and_name": N_("The code and the name of the tambon are of two places."),
    "place.code_too_long": N_("The tambon code is too long. Its first six digits were read."),
    "place.name_unknown": N_("No tambon has this name. The code was read."),
    "place.no_such_moo": N_("The tambon has no such moo on the list of places."),
    "point.outside": N_("These points lie outside the tambon. They were kept."),
    "cell.out_of_range": N_("These numbers cannot be. They were left unknown."),
    "cell.too_small": N_("These numbers are too small. They were left unknown."),
    "cell.too_large": N_("These numbers are too large. They were left unknown."),
    "house_no.excel_date": N_(
        "The spreadsheet had made dates of house numbers. They were read back."
    ),
}

"""The files a profile and its lists are taken out as; every room writes them alike."""

from pinto.ground.installation.spreadsheets import (
    Cell,
    Sheet,
    csv_lines,
    workbook,
    write_workbook,
)

__all__ = ["Cell", "Sheet", "csv_lines", "workbook", "write_workbook"]

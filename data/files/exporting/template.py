"""An empty list of actors to be filled in with Excel: made of the columns of an import, so that a new one is in it."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from math import ceil
from typing import Any

from data.files.cells import EXAMPLE_MARK
from data.files.columns import ACTOR_COLUMNS, CellKind, Column
from data.files.exporting.workbooks import NARROWEST, WIDEST
from data.vocabularies.catalogue import Vocabularies
from data.vocabularies.vocabulary import Vocabulary
from data.wording.texts import LANGUAGES, Text, render, text

ROWS = 1000  # that choices are offered in
# What people write above a column, where it is another word than its name; its reader knows it as one of the aliases.
TITLES: Mapping[str, Mapping[str, str]] = {
    "id": {"fi": "tunnus"}, "name": {"fi": "nimi", "sv": "namn"}, "sector": {"fi": "sektori", "sv": "sektor"},
    "municipalities": {"fi": "kunnat", "sv": "kommuner"}, "regions": {"fi": "maakunnat", "sv": "landskap"},
    "coverage": {"fi": "kattavuus", "sv": "räckvidd"}, "themes": {"fi": "teemat", "sv": "teman"},
    "languages": {"fi": "kielet", "sv": "språk"}, "description": {"fi": "kuvaus", "sv": "beskrivning"},
    "needs": {"fi": "tarpeet", "sv": "behov"}, "need_themes": {"fi": "tarpeiden teemat", "sv": "behovsteman"},
    "offers": {"fi": "tarjonta", "sv": "erbjudande"},
    "offer_themes": {"fi": "tarjonnan teemat", "sv": "erbjudandets teman"},
    "wanted_sectors": {"fi": "haetut sektorit", "sv": "önskade sektorer"},
    "capacity": {"fi": "kapasiteetti", "sv": "kapacitet"}, "groups": {"fi": "ryhmät", "sv": "grupper"},
    "part_of": {"fi": "osa toimijaa", "sv": "del av"}, "business_id": {"fi": "y-tunnus", "sv": "fo-nummer"},
    "website": {"fi": "verkkosivut", "sv": "webbplats"}, "keywords": {"fi": "asiasanat", "sv": "nyckelord"},
    "status": {"fi": "tila"}, "source": {"fi": "lähde", "sv": "källa"},
    "updated": {"fi": "päivitetty", "sv": "uppdaterad"},
}
# An actor that there is not, by column; codes are shown by their names.
EXAMPLE: Mapping[str, str | Text | tuple[str, ...]] = {
    "name": text("Language café Kaiku"), "sector": ("ngo",), "municipalities": ("698", "240"), "regions": ("19",),
    "coverage": ("regional",), "themes": ("employment", "culture_arts"), "languages": ("fi", "sv"),
    "description": text("A language café for parents at home, twice a week."),
    "needs": text("A room in the evenings."), "need_themes": ("meeting_places",),
    "offers": text("Volunteers who speak ten languages."), "offer_themes": ("volunteering",),
    "wanted_sectors": ("municipality",), "capacity": "2", "groups": text("migrant-led"), "business_id": "0201256-6",
    "website": "https://www.example.org", "keywords": text("sewing"), "status": ("active",),
    "source": text("our own register"), "updated": "2026-01-31",
}
_SEVERAL = frozenset({CellKind.CODES, CellKind.LANGUAGES})
_LONG = frozenset({CellKind.TEXT})
SHEET, HELP, CHOICES = text("Actors"), text("Explanations"), text("Choices")
REQUIRED = text("required")
LINE_HEIGHT = 15  # points
_NOTE_LENGTH = 255  # of Excel


def title(column: Column, language: str) -> str:
    """Return the header of a column in a language: a word that is read as this column, long texts with the language."""
    word = TITLES.get(column.name, {}).get(language, column.name)
    return f"{word}_{language}" if column.kind in _LONG else word


def template_bytes(vocabularies: Vocabularies, language: str) -> bytes:
    """Return a workbook: the sheet to be filled in, one of explanations, and a hidden one of choices.

    Args:
        vocabularies: whose terms are offered.
        language: of headers and choices, ISO 639-1.
    """
    from openpyxl import Workbook

    book = Workbook()
    template = _Template(vocabularies, language)
    template.fill(book.active)
    template.explain(book.create_sheet(render(HELP, language)))
    template.offer(book.create_sheet(render(CHOICES, language)))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


class _Template:
    def __init__(self, vocabularies: Vocabularies, language: str) -> None:
        self._vocabularies = vocabularies.by_name()
        self._language = language
        self._columns = ACTOR_COLUMNS.columns
        self._choices = {column.name: self._choices_of(column) for column in self._columns}

    def fill(self, sheet: Any) -> None:  # noqa: ANN401 – sheets of openpyxl
        """Make the sheet that is filled in: headers, an example that no import takes, and choices."""
        from openpyxl.styles import Alignment, Font, PatternFill

        sheet.title = self._words(SHEET)
        sheet.freeze_panes = "B2"
        for number, column in enumerate(self._columns, 1):
            header = sheet.cell(1, number, title(column, self._language))
            header.font = Font(bold=True)
            header.fill = PatternFill("solid", fgColor="FFE699" if column.required else "DDEBF7")
            example = sheet.cell(2, number, self._example(column, self._language))
            example.font = Font(italic=True, color="808080")
            example.alignment = Alignment(wrap_text=column.kind in _LONG, vertical="top")
            self._prepare(sheet, number, column)
        _fit(sheet)

    def _prepare(self, sheet: Any, number: int, column: Column) -> None:  # noqa: ANN401
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.datavalidation import DataValidation

        letter = get_column_letter(number)
        widths = [len(str(sheet.cell(row, number).value or "")) + 3 for row in (1, 2)]
        sheet.column_dimensions[letter].width = min(WIDEST // 2, max(NARROWEST, *widths))
        sheet.column_dimensions[letter].number_format = "@" if column.kind is not CellKind.DAY else "General"
        if not self._choices[column.name]:
            return
        several = column.kind in _SEVERAL
        choices = DataValidation("list", f"={self._place_of(column)}", allow_blank=True, showErrorMessage=not several,
                                 promptTitle=title(column, self._language)[:32], prompt=self._note(column))
        choices.add(f"{letter}2:{letter}{ROWS + 1}")
        sheet.add_data_validation(choices)

    def explain(self, sheet: Any) -> None:  # noqa: ANN401
        """Make the sheet of explanations: every column with its meaning in every language, an example, and the rest."""
        from openpyxl.styles import Alignment, Font

        heads = [self._words(text("column")), self._words(REQUIRED), self._words(text("example")),
                 *(render(text("meaning"), language) for language in LANGUAGES)]
        sheet.append(heads)
        for column in self._columns:
            sheet.append([title(column, self._language), self._words(REQUIRED) if column.required else "",
                          self._example(column, self._language) if column.name != "id" else "kielikahvila-kaiku",
                          *(self._meaning(column, language) for language in LANGUAGES)])
        for row in sheet.iter_rows():
            for cell in row:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
                cell.font = Font(bold=cell.row == 1)
        for letter, width in zip("ABCDEF", (20, 12, 36, 50, 50, 50), strict=True):
            sheet.column_dimensions[letter].width = width
        sheet.freeze_panes = "A2"
        _fit(sheet)

    def offer(self, sheet: Any) -> None:  # noqa: ANN401
        """Make the hidden sheet of the choices, a column of it for each column that has some."""
        sheet.sheet_state = "hidden"
        for number, (name, words) in enumerate(self._offered(), 1):
            for row, word in enumerate((name, *words), 1):
                sheet.cell(row, number, word)

    def _offered(self) -> list[tuple[str, Sequence[str]]]:
        return [(name, words) for name, words in self._choices.items() if words]

    def _place_of(self, column: Column) -> str:
        from openpyxl.utils import get_column_letter, quote_sheetname

        names = [name for name, _ in self._offered()]
        letter = get_column_letter(names.index(column.name) + 1)
        last = len(self._choices[column.name]) + 1
        return f"{quote_sheetname(self._words(CHOICES))}!${letter}$2:${letter}${last}"

    def _choices_of(self, column: Column) -> Sequence[str]:
        if column.vocabulary:
            vocabulary = self._vocabularies[column.vocabulary]
            return [_name(vocabulary, term.code, self._language) for term in vocabulary]
        return [_choice(column, value, self._language) for value in column.choices]

    def _note(self, column: Column) -> str:
        several = self._words(text("Several: with a semicolon between them.")) if column.kind in _SEVERAL else ""
        return f"{self._words(column.meaning)} {several}".strip()[:_NOTE_LENGTH]

    def _meaning(self, column: Column, language: str) -> str:
        return " ".join(self._sentences(column, language))

    def _sentences(self, column: Column, language: str) -> Iterator[str]:
        yield render(column.meaning, language)
        if column.kind in (*_SEVERAL, CellKind.MARKERS):
            yield render(text("Several: with a semicolon between them."), language)
        if column.translations:
            headers = tuple(f"{TITLES[column.name].get(self._language, column.name)}_{code}" for code in LANGUAGES)
            yield render(text("For each language a column of its own: {headers}.", headers=headers), language)

    def _example(self, column: Column, language: str) -> str:
        """Return what stands below a header in the example; the id says that it is one, which no import takes."""
        if column.name == "id":
            return EXAMPLE_MARK + render(text("example: remove this row"), language)
        value = EXAMPLE.get(column.name, "")
        if not isinstance(value, tuple):
            return render(value, language)
        return ";".join(self._example_item(column, code) for code in value)

    def _example_item(self, column: Column, code: str) -> str:
        if column.kind is CellKind.LANGUAGES:
            return code
        if column.vocabulary:
            return _name(self._vocabularies[column.vocabulary], code, self._language)
        return _choice(column, code, self._language)

    def _words(self, message: Text) -> str:
        return render(message, self._language)


def _fit(sheet: Any) -> None:  # noqa: ANN401
    """Give each row the height of its longest text, and the sheet the width of a page: not every program does so."""
    from openpyxl.worksheet.properties import PageSetupProperties

    for row in sheet.iter_rows():
        lines = max(ceil(len(str(cell.value or "")) / sheet.column_dimensions[cell.column_letter].width * 1.1)
                    if cell.alignment.wrap_text else 1 for cell in row)
        sheet.row_dimensions[row[0].row].height = LINE_HEIGHT * max(1, lines)
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", False


def _name(vocabulary: Vocabulary, code: str, language: str) -> str:
    """Return the name of a code, or the code where the name stands for others as well."""
    name = render(vocabulary.labels(code), language)
    return name if vocabulary.find(name) == (code,) and ";" not in name and "|" not in name else code


def _choice(column: Column, value: str, language: str) -> str:
    """Return the word for a choice in a language; the first of the other words is Finnish, the last Swedish."""
    words = {"fi": column.choices[value][0], "sv": column.choices[value][-1]}
    return words.get(language, value)

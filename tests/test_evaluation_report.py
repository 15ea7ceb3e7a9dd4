"""The report: its order, its figures, its markup, and that it needs nothing but itself."""

from __future__ import annotations

import json
import math
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

import pytest
import vl_convert
from hypothesis import given
from hypothesis import strategies as st

from evaluation import baselines, datasets
from evaluation.baselines import System
from evaluation.metrics.bootstrap import Comparison, Estimate
from evaluation.metrics.duels import Duel
from evaluation.metrics.exposure import EXPOSURE
from evaluation.metrics.ranking import METRICS
from evaluation.report import make_report, write_report
from evaluation.report.charts import LABEL_ROOM, spread
from evaluation.report.figures import best_of, difference_cell, figure_cell, interval, number, with_sign
from evaluation.report.languages import language_part, read_languages, write_languages
from evaluation.report.markdown import escape, to_markdown
from evaluation.report.page import as_script, check_packages, to_html
from evaluation.report.parts import Chart, Document, Part, Table, TableCell, words
from evaluation.report.sections import (
    CandidateRecall,
    Curve,
    Example,
    ExampleSuggestion,
    Sections,
    read_sections,
    sections_from_json,
    sections_to_json,
    write_sections,
)
from evaluation.report.systems import best_first, verdict
from evaluation.runs.results import Results, SliceResult, TaskResult, read_results, write_results
from models.errors import ArtefactRefused, MissingExtra
from service.cli.exits import ExitCode
from tests.holdouts import by_row, popular, tiny
from tests.terminal import Terminal

OURS = "kumppani (with_history)"
NASTY = "</script><b>Åbo & Co | *x*"
VOID = frozenset({"meta", "link", "br", "img", "input", "hr"})
FRAME = ("What was measured", "Figures", "Differences", "Slices", "Accuracy against exposure",
         "Alarm: does the future leak?", "Glossary")
OWN = ("Curves of the terms", "Candidates", "Ablation", "Examples")


def around(mean: float) -> Estimate:
    return Estimate(round(mean, 6), round(mean - 0.01, 6), round(mean + 0.01, 6))


def figures(accuracy: float, spread_out: float) -> dict[str, Estimate]:
    """All metrics of accuracy the same, and all of exposure."""
    return {**dict.fromkeys(METRICS, around(accuracy)), **dict.fromkeys(EXPOSURE, around(spread_out))}


def task_result() -> TaskResult:
    systems = {"random": figures(0.01, 0.3), OURS: figures(0.25, 0.8), NASTY: figures(0.2, 0.9)}
    part = SliceResult("all", 40, {name: {"ndcg@10": one["ndcg@10"]} for name, one in systems.items()})
    other = SliceResult("newcomers", 1, {**part.systems, "random": {"ndcg@10": around(0.3)}})
    comparisons = {"random": dict.fromkeys(METRICS, Comparison(around(0.24), 30, 8, 2, 0.05)),
                   NASTY: dict.fromkeys(METRICS, Comparison(Estimate(0.05, -0.002, 0.1), 20, 1, 19, math.nan))}
    return TaskResult(40, systems, (part, other), OURS, comparisons, Duel(OURS, NASTY, comparisons[NASTY]["ndcg@10"]))


def results() -> Results:
    names = ("random", OURS, NASTY)
    return Results("invented", "validation", "2024-01-01", "2024-07-01", 1200, 300,
                   {"level": 0.95, "alpha": 0.05, "power": 0.8, "resamples": 10_000, "seed": 20261123},
                   {"kumppani": "1"}, {name: {"description": f"What {name} does.", "tuned": ""} for name in names},
                   {"partner": task_result()})


def sections() -> Sections:
    curves = {"far": Curve("Distance", "Kilometres <km>.", 0.2, ((0.0, 0.5), (900.0, -0.4))),
              "fit": Curve("Need meets offer", "How they fit.", 0.6, ((0.0, -0.5), (0.5, 1.5), (1.0, 1.0)))}
    rows = (("Base", -1.0), ("You have two partners in common.", 1.5))
    examples = (Example("Refugees at work", "Turku", True, (ExampleSuggestion(NASTY, True, rows),
                                                             ExampleSuggestion("Espoo", False, rows[:1]))),
                Example("Choirs", "Turku", False, (ExampleSuggestion("Espoo", False, rows),)))
    return Sections(curves, CandidateRecall(500, {"dense": around(0.4)}, around(0.7)),
                    {"nothing": {"ndcg@10": around(0.25), "gini": around(0.8)}, "no rules": {"gini": around(0.7)}},
                    examples)


def tables(document: Document) -> dict[str, Table]:
    return {table.caption: table for part in document.parts for table in part.tables}


def charts(document: Document) -> dict[str, Chart]:
    return {chart.id: chart for part in document.parts for chart in part.charts}


def column(table: Table, heading: str) -> dict[str, TableCell]:
    position = table.columns.index(heading)
    return {row[0].lines[0]: row[position] for row in table.rows}


@pytest.fixture(scope="module")
def bare() -> Document:
    return make_report(results(), {})


@pytest.fixture(scope="module")
def full() -> Document:
    return make_report(results(), {"partner": sections()})


class TestFigures:
    @pytest.mark.parametrize(("value", "plain", "difference"), [
        (0.12345, "0.123", "+0.123"), (-0.5, "−0.500", "−0.500"), (0.0, "0.000", "0.000"),
        (0.0004, "0.000", "0.000"), (math.nan, "–", "–"), (math.inf, "–", "–"),
    ])
    def test_numbers(self, value: float, plain: str, difference: str) -> None:
        assert (number(value), with_sign(value)) == (plain, difference)

    def test_minus_nothing_is_nothing(self) -> None:
        assert (number(-0.0001), with_sign(-0.0001)) == ("0.000", "0.000")

    def test_intervals(self) -> None:
        assert interval(Estimate(0.2, 0.1, 0.3)) == "0.100–0.300"
        assert difference_cell(Estimate(0.0, -0.1, 0.3)).lines == ("0.000", "−0.100 to +0.300")
        assert figure_cell(Estimate(math.nan, math.nan, math.nan)).lines == ("–",)

    @pytest.mark.parametrize(("values", "direction", "best"), [
        ((0.1, 0.3), "higher", 0.3), ((0.1, 0.3), "lower", 0.1), ((0.1, math.nan, 0.3), "lower", 0.1),
    ])
    def test_the_best(self, values: tuple[float, ...], direction: str, best: float) -> None:
        assert best_of(values, direction) == best

    @pytest.mark.parametrize("values", [(), (0.1,), (0.2, 0.2), (math.nan, 0.1)])
    def test_no_best_among_the_same(self, values: tuple[float, ...]) -> None:
        assert math.isnan(best_of(values))


class TestContent:
    def test_order(self, bare: Document, full: Document) -> None:
        headings = [[part.title for part in document.parts if part.level == 2] for document in (bare, full)]
        assert headings == [[*FRAME], [*FRAME[:-1], *OWN, FRAME[-1]]]

    def test_what_was_measured(self, bare: Document) -> None:
        facts = {name: cell.lines[0] for name, cell in column(tables(bare)["The run"], "value").items()}
        assert facts["period"] == "validation: 2024-01-01 until 2024-07-01 (not included)"
        assert facts["actors known on the eve"] == "1,200"
        assert facts["questions: partner (who will be a new partner of an actor)"] == "40"
        assert "seed 20261123" in facts["settings"]
        first, reading = bare.parts[0].paragraphs
        assert first.startswith(f"partner, 40 questions: the two best, “{OURS}” and “{NASTY}”, differ by 0.050 NDCG@10")
        assert first.endswith("and chance alone gives up to 0.052: they cannot be told apart.")
        assert len(re.findall(r"\.(?: |$)", reading)) == 3  # sentences

    def test_what_is_in_use_and_what_is_left_out(self) -> None:
        report = make_report(replace(results(), in_use=OURS, left_out={"recall@100": "of a reason"}), {})
        assert report.parts[0].paragraphs[1:3] == (f"The service ranks with the weights of “{OURS}”.",
                                                   "recall@100 is left out: of a reason.")

    def test_systems_stand_by_ndcg_and_the_best_are_marked(self, bare: Document) -> None:
        assert best_first(task_result()) == (OURS, NASTY, "random")
        good, exposure = tables(bare)["How good the lists are"], tables(bare)["Who is shown in the first ten"]
        assert (good.columns, exposure.columns) == (("system", *METRICS), ("system", *EXPOSURE))
        assert [row[0].lines[0] for row in good.rows] == [OURS, NASTY, "random"]
        best = {heading: [name for name, cell in column(table, heading).items() if cell.best]
                for table in (good, exposure) for heading in table.columns[1:]}
        assert best == {**{name: [OURS] for name in METRICS}, **{name: [NASTY] for name in EXPOSURE},
                        "gini": ["random"]}  # the only one of which less is better
        assert column(good, "mrr")["random"].lines == ("0.010", "0.000–0.020")

    def test_differences(self, bare: Document) -> None:
        rows = tables(bare)[f"“{OURS}” against each other system, ndcg@10"].rows
        assert [[line for cell in row for line in cell.lines] for row in rows] == [
            [NASTY, "+0.050", "−0.002 to +0.100", "20", "1", "19", "–", "not told apart"],
            ["random", "+0.240", "+0.230 to +0.250", "30", "8", "2", "0.050", "better"],
        ]
        others = tables(bare)["Differences in the other metrics, and the smallest detectable ones"]
        assert column(others, "mrr")["random"].lines == ("+0.240", "+0.230 to +0.250", "detectable 0.050")

    @pytest.mark.parametrize(("low", "high", "words"), [
        (0.1, 0.2, "better"), (-0.2, -0.1, "worse"), (0.0, 0.1, "not told apart"), (math.nan, 0.1, "–"),
    ])
    def test_verdict(self, low: float, high: float, words: str) -> None:
        assert verdict(Comparison(Estimate(0.1, low, high), 1, 1, 1, 0.1)) == words

    def test_nobody_to_compare_with(self) -> None:
        alone = replace(task_result(), systems={"random": figures(0.1, 0.1)}, comparisons={}, slices=())
        report = to_markdown(make_report(replace(results(), tasks={"partner": alone}), {}))
        assert "Only one system took part" in report
        assert "★ (" not in report

    def test_slices(self, bare: Document) -> None:
        table = tables(bare)["ndcg@10 per slice; the best system of each row has a star"]
        assert table.columns == ("slice", "questions", OURS, NASTY, "random")
        assert {name: cell.best for name, cell in column(table, OURS).items()} == {"all": True,
                                                                                        "newcomers": False}
        assert column(table, "random")["newcomers"] == TableCell(("0.300", "0.290–0.310"), best=True)

    def test_glossary_is_the_tables_of_metrics(self, bare: Document) -> None:
        texts = column(tables(bare)["The metrics"], "what it says")
        assert {name: cell.lines[0] for name, cell in texts.items()} == {
            **{name: entry.description for name, entry in METRICS.items()},
            **{name: entry.description for name, entry in EXPOSURE.items()}}

    def test_terms_by_importance(self, full: Document) -> None:
        table = tables(full)["The terms and their points"]
        assert [row[0].lines for row in table.rows] == [("Need meets offer", "fit"), ("Distance", "far")]
        assert column(table, "most points")["Need meets offer"].lines == ("+1.500", "at 0.5")
        assert column(table, "fewest points")["Distance"].lines == ("−0.400", "at 900")

    def test_candidates_and_ablation(self, full: Document) -> None:
        recall = column(tables(full)["Right answers among the candidates"], "recall")
        assert {name: cell.lines[0] for name, cell in recall.items()} == {"dense": "0.400", "all together": "0.700"}
        ablation = tables(full)["What was changed, and how good the lists are then"]
        assert column(ablation, "ndcg@10")["no rules"] == words("–")
        assert not any(cell.best for cell in column(ablation, "gini").values())

    def test_examples(self, full: Document) -> None:
        good, bad = (part for part in full.parts if part.level == 4)
        assert (good.title, bad.title) == ("Good: Refugees at work", "Bad: Choirs")
        hit, miss = good.tables[0].rows
        assert [cell.lines for cell in hit] == [
            ("1",), (NASTY,), ("✓ hit",), ("+0.500",), ("−1.000: Base", "+1.500: You have two partners in common.")]
        assert miss[2].lines == ("✗ miss",)
        assert good.tables[0].caption == "Suggestions: 1 of 2 right"

    def test_some_sections_only(self) -> None:
        ablation_only = Sections({}, None, sections().ablation, ())
        titles = [part.title for part in make_report(results(), {"partner": ablation_only, "call": sections()}).parts]
        assert [title for title in titles if title in OWN] == ["Ablation"]


class TestCharts:
    def test_same_figures_as_the_tables(self, bare: Document) -> None:
        by_id = charts(bare)
        assert set(by_id) == {"partner-slice-0", "partner-slice-1", "partner-gini", "partner-coverage"}
        newcomers = {row["system"]: row for row in data(by_id["partner-slice-1"])}
        assert (newcomers["random"]["mean"], newcomers["random"]["kind"]) == (0.3, "other")
        assert newcomers[OURS]["kind"] == "reference"
        points = {row["system"]: (row["x"], row["y"]) for row in data(by_id["partner-gini"])}
        assert points == {"random": (0.3, 0.01), OURS: (0.8, 0.25), NASTY: (0.9, 0.2)}
        assert "random: gini 0.300, ndcg@10 0.010" in by_id["partner-gini"].description

    def test_they_can_be_drawn(self, full: Document) -> None:
        for chart in charts(full).values():
            picture = vl_convert.vegalite_to_svg(json.dumps({**chart.specification, "width": 300}))
            names = (OURS, "random") if "curve" not in chart.id else ("points", "value")
            assert all(f">{name}<" in picture for name in names)
            assert "NaN" not in picture

    def test_slices_share_an_axis(self, bare: Document) -> None:
        specifications = json.dumps([charts(bare)[f"partner-slice-{position}"].specification for position in (0, 1)])
        assert set(re.findall(r'"domain": \[0, ([\d.]+)\]', specifications)) == {"0.31"}

    def test_what_is_unknown_is_not_drawn(self) -> None:
        result = task_result()
        unknown = {**result.systems["random"], "gini": Estimate(math.nan, math.nan, math.nan)}
        other = replace(result, systems={**result.systems, "random": unknown})
        report = make_report(replace(results(), tasks={"partner": other}), {})
        assert {row["system"] for row in data(charts(report)["partner-gini"])} == {OURS, NASTY}
        assert "NaN" not in to_html(report).rpartition("window.vegaEmbed=")[0].partition("<script>")[0]

    @given(st.dictionaries(st.text(), st.floats(0, 1), max_size=40), st.floats(0.01, 1))
    def test_names_do_not_overlap(self, shares: dict[str, float], top: float) -> None:
        heights = {name: share * top for name, share in shares.items()}
        places = spread(heights, top)
        room = min(LABEL_ROOM, 1 / max(len(heights) - 1, 1)) * top
        stands = sorted(places.values())
        assert set(places) == set(heights)
        assert all(-1e-9 <= place <= top + 1e-9 for place in stands)
        assert all(upper - lower >= room - 1e-9 for lower, upper in pairwise(stands))

    def test_names_stay_where_there_is_room(self) -> None:
        assert spread({"a": 0.1, "b": 0.9}, 1.0) == {"a": 0.1, "b": 0.9}
        assert spread({"a": 0.5, "b": 0.51}, 1.0) == {"a": 0.5, "b": 0.5 + LABEL_ROOM}
        assert spread({"a": 1.0, "b": 1.0}, 1.0) == {"a": 1.0 - LABEL_ROOM, "b": 1.0}


def data(chart: Chart) -> list[dict[str, object]]:
    """The rows that all layers of a chart are drawn from."""
    rows: list[dict[str, object]] = chart.specification["data"]["values"]
    return rows


class Page(HTMLParser):
    """Reads a page, and refuses tags that are not closed in turn."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] not in (["script"], ["style"]):
            self.text.append(data)

    def all(self, *names: str) -> Iterator[dict[str, str | None]]:
        return (attributes for tag, attributes in self.tags if tag in names)


@pytest.fixture(scope="module")
def source(full: Document) -> str:
    return to_html(full)


@pytest.fixture(scope="module")
def page(source: str) -> Page:
    return Page(source)


class TestPage:
    def test_it_asks_the_network_for_nothing(self, page: Page, source: str) -> None:
        links = [value for _, attributes in page.tags for name, value in attributes.items()
                 if name in {"src", "href", "srcset", "action", "data", "poster"}]
        assert links
        assert all(link and link.startswith("#") for link in links)
        style = source.partition("<style>")[2].partition("</style>")[0]
        assert style
        assert not re.search(r"@import|url\(", style)
        assert not re.search(r"""(?:src|href)\s*=\s*["']https?:|\bimport\s*\(?\s*["']""", source)
        policy = next(one["content"] for one in page.all("meta") if "http-equiv" in one)
        assert policy
        assert policy.startswith("default-src 'none'")
        assert "http" not in policy

    def test_one_vega_for_all_charts(self, page: Page, source: str) -> None:
        assert source.count("window.vegaEmbed=") == 1
        assert len(list(page.all("figure"))) == 6
        assert len(list(page.all("script"))) == 6 + 2
        assert len(source) < 1_500_000

    def test_without_charts_there_is_no_script(self) -> None:
        assert "<script" not in to_html(Document("Empty", (Part(2, "Nothing"),)))

    def test_headings_are_in_order(self, page: Page) -> None:
        levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(lower - upper <= 1 for upper, lower in pairwise(levels))
        assert next(page.all("html"))["lang"] == "en"

    def test_ids_are_unique_and_links_lead_somewhere(self, page: Page) -> None:
        ids = Counter(one["id"] for _, one in page.tags if "id" in one)
        assert max(ids.values()) == 1
        links = [one["href"] or "" for one in page.all("a")] + [f"#{one['aria-labelledby']}" for one in page.all("div")
                                                                if "aria-labelledby" in one]
        assert {name[1:] for name in links} <= set(ids)

    def test_tables_have_captions_and_scopes_and_scroll_by_themselves(self, page: Page) -> None:
        assert len(list(page.all("table"))) == len(list(page.all("caption"))) > 5
        assert all(one.get("scope") in {"col", "row"} for one in page.all("th"))
        regions = [one for one in page.all("div") if one.get("class") == "scroll"]
        assert len(regions) == len(list(page.all("table")))
        assert all(one["tabindex"] == "0" and one["role"] == "region" for one in regions)

    def test_charts_say_in_words_what_they_show(self, page: Page, full: Document) -> None:
        labels = {one["id"]: one["aria-label"] for one in page.all("div") if one.get("role") == "img"}
        assert labels == {chart.id: chart.description for chart in charts(full).values()}
        assert all(labels.values())

    def test_charts_are_read_back_as_they_were(self, source: str, full: Document) -> None:
        scripts = dict(re.findall(r'data-chart="([^"]+)">(.*?)</script>', source))
        assert {name: json.loads(text) for name, text in scripts.items()} == {
            chart.id: chart.specification for chart in charts(full).values()}

    def test_names_cannot_become_markup(self, page: Page, source: str) -> None:
        assert NASTY in page.text
        assert NASTY not in source
        assert not list(page.all("b"))

    @given(st.text())
    def test_json_in_a_script_cannot_end_it(self, name: str) -> None:
        script = str(as_script({name: f"</script>{name}"}))
        assert not set("<>&") & set(script)
        assert json.loads(script) == {name: f"</script>{name}"}

    def test_the_best_is_told_in_words_too(self, page: Page, full: Document) -> None:
        stars = sum(cell.best for part in full.parts for table in part.tables for row in table.rows for cell in row)
        assert "".join(page.text).count("★ best: ") == stars > 0

    def test_dark_light_and_print(self, source: str) -> None:
        for rule in ("prefers-color-scheme: dark", "@media print", "width=device-width", "color-scheme: light dark"):
            assert rule in source


class TestMarkdown:
    def test_tables_have_as_many_cells_as_columns(self, full: Document) -> None:
        lines = [line for line in to_markdown(full).splitlines() if line.startswith("|")]
        counts = [len(re.findall(r"(?<!\\)\|", line)) - 1 for line in lines]
        columns = [count for table in tables_in_order(full) for count in [len(table.columns)] * (len(table.rows) + 2)]
        assert counts == columns

    def test_figures_are_compact(self, full: Document) -> None:
        report = to_markdown(full)
        assert f"| {OURS} | **0.250** ★ (0.240–0.260) |" in report
        assert "| --- | ---: |" in report
        assert "−1.000: Base<br>+1.500: You have two partners in common." in report

    def test_rows_that_hold_many_lines_are_a_list(self) -> None:
        table = Table("Why", ("rank", "ledger"), ((words("1"), words("a*", "b", "c", "d")), (words("2"), words("e"))))
        report = to_markdown(Document("t", (Part(2, "p", (), (table,)),)))
        assert report.endswith("**Why**\n\n- 1\n  - a\\*\n  - b\n  - c\n  - d\n- 2, e\n")

    def test_headings(self, full: Document) -> None:
        headings = [line for line in to_markdown(full).splitlines() if line.startswith("#")]
        assert headings == ["# Kumppani: evaluation on invented, validation",
                            *(f"{'#' * part.level} {part.title}" for part in full.parts)]

    def test_signs_are_escaped(self) -> None:
        assert escape("<b>|*a*\n`x` cross_sector _y_") == r"\<b\>\|\*a\* \`x\` cross_sector \_y\_"

    @given(st.text())
    def test_words_stay_what_they_are(self, text: str) -> None:
        markdown = escape(text)
        assert re.sub(r"\\([\\`*\[\]<>&|~_])", r"\1", markdown) == " ".join(text.split())
        assert not re.search(r"[|<>&*`\[\]~]", re.sub(r"\\.", "", markdown))


def tables_in_order(document: Document) -> list[Table]:
    return [table for part in document.parts for table in part.tables]


class TestSections:
    def test_round_trip(self, tmp_path: Path) -> None:
        write_sections(tmp_path, "partner", sections())
        assert (tmp_path / "partner" / "kumppani.sections.json").exists()
        assert read_sections(tmp_path, ("partner", "call")) == {"partner": sections()}
        no_sections = Sections({}, None, {}, ())
        assert sections_from_json(json.loads(json.dumps(sections_to_json(no_sections)))) == no_sections

    def test_what_is_no_number_comes_back(self) -> None:
        unknown = Sections({}, None, {"no rules": {"gini": Estimate(math.nan, math.nan, math.nan)}}, ())
        assert math.isnan(sections_from_json(sections_to_json(unknown)).ablation["no rules"]["gini"].mean)

    def test_rows_add_up(self) -> None:
        assert ExampleSuggestion("a", True, (("x", 0.1), ("y", 0.2), ("z", -0.3))).score == pytest.approx(0, abs=1e-12)

    @pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": 0}', '{"format": 1}',
                                         '{"format": 1, "curves": 3, "recall": null, "ablation": {}, "examples": []}'])
    def test_what_cannot_be_read_is_refused(self, content: str, tmp_path: Path) -> None:
        write_sections(tmp_path, "call", sections())
        (tmp_path / "call" / "kumppani.sections.json").write_text(content)
        with pytest.raises(ArtefactRefused, match="Delete the file"):
            read_sections(tmp_path, ("call",))


class TestLanguages:
    FIGURES = MappingProxyType({"same lists, with themes: overlap@10": 0.921, "same lists, text alone: RBO": 0.7487})

    def test_they_stand_in_the_report_where_they_were_measured(self, tmp_path: Path) -> None:
        assert read_languages(tmp_path) == {}
        write_languages(tmp_path, self.FIGURES)
        assert read_languages(tmp_path) == self.FIGURES
        part = language_part(self.FIGURES)
        assert [tuple(cell.lines[0] for cell in row) for row in part.tables[0].rows] == [
            ("same lists, with themes: overlap@10", "0.921"), ("same lists, text alone: RBO", "0.749")]

    @pytest.mark.parametrize("content", ["", "[]", '{"x": "y"}', '{"x": null}'])
    def test_what_cannot_be_read_is_refused(self, content: str, tmp_path: Path) -> None:
        (tmp_path / "languages.json").write_text(content, encoding="utf-8")
        with pytest.raises(ArtefactRefused, match="Delete the file"):
            read_languages(tmp_path)


def files_of_report(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in ("report.html", "report.md")}


class TestFiles:
    def test_a_rerun_writes_the_same_bytes(self, tmp_path: Path) -> None:
        exact = replace(results(), tasks={"partner": replace(task_result(), systems={
            name: {metric: around(one.mean / 3) for metric, one in metrics.items()}
            for name, metrics in task_result().systems.items()})})
        write_report(tmp_path, exact, {"partner": sections()})
        first = files_of_report(tmp_path)
        write_results(tmp_path / "results.json", exact)
        write_sections(tmp_path, "partner", sections())
        write_report(tmp_path, read_results(tmp_path / "results.json"))
        assert files_of_report(tmp_path) == first
        assert b"Curves of the terms" in first["report.md"]

    def test_sections_of_another_run_are_left_alone(self, tmp_path: Path) -> None:
        write_sections(tmp_path, "partner", sections())
        others = replace(results(), systems={"random": {"description": "", "tuned": ""}})
        write_report(tmp_path, others)
        assert b"Curves of the terms" not in files_of_report(tmp_path)["report.md"]

    @pytest.mark.parametrize("package", ["altair", "jinja2", "vl_convert"])
    def test_a_missing_package_is_named_with_its_cure(self, package: str, monkeypatch: pytest.MonkeyPatch) -> None:
        check_packages()
        monkeypatch.setitem(sys.modules, package, None)
        with pytest.raises(MissingExtra, match=rf"{package}.*pip install 'kumppani\[evaluation\]'"):
            check_packages()


class TestCommand:
    @pytest.fixture
    def terminal(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
        monkeypatch.setattr(datasets, "DATASETS", {"tiny": lambda folder: tiny()})
        monkeypatch.setattr(baselines, "SYSTEMS", {"popular": System(popular, "Popularity."),
                                                 "by-row": System(by_row, "Rows.")})
        return Terminal(tmp_path / "home")

    def test_the_report_is_written(self, terminal: Terminal, tmp_path: Path) -> None:
        answer = terminal.json("evaluate", "--dataset", "tiny", "--out", str(tmp_path))
        report = files_of_report(tmp_path)["report.md"].decode()
        best = number(answer["partner"]["popular"]["ndcg@10"]["mean"])
        assert f"| popular | **{best}** ★ (" in report
        assert "### call: 1 question\n" in report
        Page(files_of_report(tmp_path)["report.html"].decode())

    def test_without_the_extra_nothing_is_begun(self, terminal: Terminal, tmp_path: Path,
                                                monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "altair", None)
        command = ("evaluate", "--dataset", "tiny", "--out", str(tmp_path / "out"))
        failure = terminal.failure(ExitCode.INSTALLATION, *command)
        assert "pip install 'kumppani[evaluation]'" in failure["error"]["cure"]
        assert not (tmp_path / "out").exists()

"""Questions that are asked as one."""

from __future__ import annotations

from data.intake.grouping import EACH, RIGHT, Group, Kind, in_groups
from data.intake.questions import KEEP, LEAVE_OUT, SECTOR, Answers, Choice, Question, Topic
from data.wording.texts import Labels, render, text

SECTORS = (Choice("ngo", Labels({"": "NGO"})), Choice("company", Labels({"": "Company"})),
           Choice(LEAVE_OUT, text("leave this actor out")))


def column(header: str, proposal: str = "name") -> Question:
    return Question(Topic.COLUMN, (header,), (Choice("name", text("the name")),
                                              Choice(LEAVE_OUT, text("left out"))), proposal)


def kind(name: str, proposal: str = "ngo") -> Question:
    return Question(Topic.WORD, (SECTOR, name), SECTORS, proposal, (name,), 1)


def theme(word: str, proposal: str = KEEP) -> Question:
    return Question(Topic.WORD, ("themes", word), (Choice(KEEP, text("keep it as a keyword")),), proposal)


def test_columns_are_asked_about_first_and_alone() -> None:
    [group] = in_groups([kind("a"), column("Nimi"), column("Huom", "")])
    assert isinstance(group, Group)
    assert [(words, render(label or "", "en")) for words, label in group.lines] == [
        ("Nimi", "the name"), ("Huom", "left out")]
    assert group.answers(RIGHT) == Answers({("column", "nimi"): "name", ("column", "huom"): LEAVE_OUT})
    assert group.answers(EACH) is None


def test_who_agrees_says_so_once_for_each_kind() -> None:
    questions = [*(kind(str(number)) for number in range(30)), theme("a"), theme("b"),
                 *(kind(f"x{number}", "") for number in range(4))]
    groups = list(in_groups(questions))
    assert [(item.kind, len(item.questions)) for item in groups if isinstance(item, Group)] == [
        (Kind.LIKELY, 30), (Kind.KEPT, 2), (Kind.UNKNOWN, 4)]
    unknown = groups[-1]
    assert isinstance(unknown, Group)
    assert [choice.value for choice in unknown.choices] == [EACH, "ngo", "company"]
    assert unknown.proposal == EACH
    assert set((unknown.answers("company") or Answers()).values.values()) == {"company"}


def test_few_are_asked_about_one_by_one() -> None:
    questions = [column("Nimi")]
    assert list(in_groups(questions)) == questions
    questions = [kind("a"), kind("b"), theme("a"), kind("x", ""), Question(Topic.PAIR, ("a", "b"), ())]
    assert list(in_groups(questions)) == questions


def test_more_than_somebody_reads_are_several() -> None:
    groups = list(in_groups([kind(str(number)) for number in range(100)]))
    assert [len(item.questions) for item in groups if isinstance(item, Group)] == [40, 40, 20]

"""Questions about a list, asked in a terminal, or written to a file where there is none."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from data.errors import RecordsRefused
from data.files.exporting.files import free_path, write_pieces
from data.files.importing import MOST_PROBLEMS
from data.intake.grouping import Group, in_groups, likely
from data.intake.question_files import json_questions, xlsx_questions
from data.intake.questions import KEEP, LEAVE_OUT, Answers, Choice, Question
from data.wording.texts import render, text, texts
from data.wording.words import normalise
from service.cli.shell import Shell
from service.runtime.lists import Lists

MOST_SHOWN = 20
WAY_OUT = "q"
ALL = "?"


def can_ask(shell: Shell) -> bool:
    """Tell whether somebody is there to answer."""
    return sys.stdin.isatty() and shell.err.is_terminal and not shell.as_json


def ask(shell: Shell, questions: Sequence[Question]) -> tuple[Answers, bool]:
    """Ask the questions, those about columns alone as long as there are any; return the answers, and whether to go on.

    Whoever stops has answered what was asked so far.
    """
    asked = list(in_groups(questions))
    shell.note(texts("{count} question about the list. Enter takes the answer in brackets, “q” stops.",
                     "{count} questions about the list. Enter takes the answer in brackets, “q” stops.",
                     count=len(asked)))
    answers = Answers()
    for number, item in enumerate(asked, 1):
        given = _ask_group(shell, item, f"{number}/{len(asked)}") if isinstance(item, Group) else _ask_each(
            shell, [item], f"{number}/{len(asked)}")
        answers = answers.and_then(given[0])
        if not given[1]:
            return answers, False
    return answers, True


def _ask_group(shell: Shell, group: Group, number: str) -> tuple[Answers, bool]:
    shell.err.say(f"\n{number} {shell.words(group.sentence)}", style="bold")
    for words, label in group.lines:
        line = text("“{words}” → {meaning}", words=words, meaning=label) if label else text("“{words}”", words=words)
        shell.err.paragraph(shell.words(line), indent=4)
    value = _answer(shell, group.choices, group.proposal)
    if value is None:
        return Answers(), False
    answers = group.answers(value)
    return (answers, True) if answers else _ask_each(shell, group.questions, number)


def _ask_each(shell: Shell, questions: Sequence[Question], number: str) -> tuple[Answers, bool]:
    answers: dict[tuple[str, ...], str] = {}
    for place, question in enumerate(questions, 1):
        part = f"{number} ({place}/{len(questions)})" if len(questions) > 1 else number
        shell.err.say(f"\n{part} {shell.words(question.sentence)}", style="bold")
        if question.examples:
            shell.err.paragraph(" · ".join(render(example, shell.language) for example in question.examples), indent=4)
        value = _answer(shell, question.choices, likely(question))
        if value is None:
            return Answers(answers), False
        answers[question.key] = value
    return Answers(answers), True


def _answer(shell: Shell, choices: Sequence[Choice], default: str) -> str | None:
    """Return the value of the choice that somebody takes; None for whoever stops."""
    default = default or (choices[0].value if len(choices) == 1 else "")
    shown = _shown(choices)
    _show(shell, shown)
    if len(shown) < len(choices):
        shell.err.paragraph(shell.words(text("? all {count} answers", count=len(choices))), indent=4)
    while True:
        bracket = next((f"[{place}] " for place, choice in enumerate(shown, 1) if choice.value == default), "> ")
        shell.err.print(bracket, end="", markup=False)
        typed = sys.stdin.readline()
        if not typed or typed.strip().lower() == WAY_OUT:
            return None
        if typed.strip() == ALL:
            shown = tuple(choices)
            _show(shell, shown)
            continue
        answer = _meant(typed.strip(), choices, shown, default, shell.language)
        if answer:
            return answer
        shell.note(text("Type the number of an answer, or its words."))


def _show(shell: Shell, choices: Sequence[Choice]) -> None:
    for place, choice in enumerate(choices, 1):
        reason = f" ({render(choice.reason, shell.language)})" if choice.reason else ""
        shell.err.paragraph(f"{place} {render(choice.label, shell.language)}{reason}", indent=4)


def _shown(choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """Return the likeliest choices, and the last ones, which leave out or keep what is asked about."""
    if len(choices) <= MOST_SHOWN:
        return tuple(choices)
    last = tuple(choice for choice in choices if choice.value in (KEEP, LEAVE_OUT))
    others = tuple(choice for choice in choices if choice.value not in (KEEP, LEAVE_OUT))
    return (*others[:MOST_SHOWN - len(last)], *last)


def _meant(typed: str, choices: Sequence[Choice], shown: Sequence[Choice], default: str, language: str) -> str:
    """Return the value of what was typed: a number, a value, or the words of a choice; empty for none."""
    if not typed:
        return default
    if typed.isdecimal() and 0 < int(typed) <= len(shown):
        return shown[int(typed) - 1].value
    for choice in choices:
        if normalise(typed) in (normalise(choice.value), normalise(render(choice.label, language))):
            return choice.value
    return ""


def write_questions(shell: Shell, lists: Lists, answered: Sequence[Question], source: Path,
                    choice: Path | None) -> RecordsRefused:
    """Write questions to a file, and return the error that says so.

    Args:
        shell: says in which language.
        lists: where questions are open; what else is wrong with their rows is told as well.
        answered: questions that somebody has answered before they stopped, with their answers as likely ones.
        source: the list.
        choice: where they are wanted; None for beside the list, as XLSX.
    """
    questions = lists.questions
    path = choice or free_path(source.with_name(f"{source.stem}.questions.xlsx"))
    make = json_questions if path.suffix.lower() == ".json" else xlsx_questions
    write_pieces(path, [make((*answered, *questions), shell.language)])
    what = texts("{count} question about the list is open; it stands in {path} with a likely answer.",
                 "{count} questions about the list are open; they stand in {path} with likely answers.",
                 count=len(questions), path=str(path))
    cure = text("Nothing was imported. Look at the answers, and import the list again with --answers “{path}”.",
                path=str(path))
    return RecordsRefused(lists.other_problems[:MOST_PROBLEMS], what, source.name, cure)

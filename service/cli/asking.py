"""Questions about a list, asked in a terminal, or written to a file where there is none."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from data.errors import RecordsRefused
from data.files.exporting.files import free_path, write_pieces
from data.files.importing import MOST_PROBLEMS
from data.intake.question_files import json_questions, xlsx_questions
from data.intake.questions import KEEP, LEAVE_OUT, Answers, Choice, Question, Topic
from data.wording.texts import render, text, texts
from data.wording.words import normalise
from service.cli.shell import Shell
from service.runtime.lists import Lists

MOST_SHOWN = 8
WAY_OUT = "q"


def can_ask(shell: Shell) -> bool:
    """Tell whether somebody is there to answer."""
    return sys.stdin.isatty() and shell.err.is_terminal and not shell.as_json


def ask(shell: Shell, questions: Sequence[Question]) -> Answers:
    """Ask each question; whoever stops has answered what was asked so far."""
    shell.note(texts("{count} question about the list. Enter takes the answer in brackets, “q” stops.",
                     "{count} questions about the list. Enter takes the answer in brackets, “q” stops.",
                     count=len(questions)))
    answers: dict[tuple[str, ...], str] = {}
    for number, question in enumerate(questions, 1):
        answer = _ask(shell, question, f"{number}/{len(questions)}")
        if answer is None:
            break
        answers[question.key] = answer
    return Answers(answers)


def _ask(shell: Shell, question: Question, number: str) -> str | None:
    """Ask one question until it has an answer; None for whoever stops."""
    shell.err.say(f"\n{number} {shell.words(question.sentence)}", style="bold")
    if question.examples:
        shell.err.paragraph(" · ".join(render(example, shell.language) for example in question.examples), indent=4)
    shown = _shown(question)
    for place, choice in enumerate(shown, 1):
        reason = f" ({render(choice.reason, shell.language)})" if choice.reason else ""
        shell.err.paragraph(f"{place} {render(choice.label, shell.language)}{reason}", indent=4)
    default = _default(question)
    bracket = next((f"[{place}] " for place, choice in enumerate(shown, 1) if choice.value == default), "> ")
    while True:
        shell.err.print(bracket, end="", markup=False)
        typed = sys.stdin.readline()
        if not typed or typed.strip().lower() == WAY_OUT:
            return None
        answer = _meant(typed.strip(), question, shown, default, shell.language)
        if answer:
            return answer
        shell.note(text("Type the number of an answer."))


def _shown(question: Question) -> tuple[Choice, ...]:
    """Return the likeliest choices, and the last ones, which leave out or keep what is asked about."""
    if len(question.choices) <= MOST_SHOWN:
        return question.choices
    last = tuple(choice for choice in question.choices if choice.value in (KEEP, LEAVE_OUT))
    others = tuple(choice for choice in question.choices if choice.value not in (KEEP, LEAVE_OUT))
    return (*others[:MOST_SHOWN - len(last)], *last)


def _default(question: Question) -> str:
    """Return what Enter answers: what is likely; of columns like none of ours that they are left out."""
    return question.proposal or (LEAVE_OUT if question.topic is Topic.COLUMN else "")


def _meant(typed: str, question: Question, shown: Sequence[Choice], default: str, language: str) -> str:
    """Return the value of what was typed: a number, a value, or the words of a choice; empty for none."""
    if not typed:
        return default
    if typed.isdecimal() and 0 < int(typed) <= len(shown):
        return shown[int(typed) - 1].value
    for choice in question.choices:
        if normalise(typed) in (normalise(choice.value), normalise(render(choice.label, language))):
            return choice.value
    return ""


def write_questions(shell: Shell, lists: Lists, source: Path, choice: Path | None) -> RecordsRefused:
    """Write questions to a file, and return the error that says so.

    Args:
        shell: says in which language.
        lists: where questions are open; what else is wrong with their rows is told as well.
        source: the list.
        choice: where they are wanted; None for beside the list, as XLSX.
    """
    questions = lists.questions
    path = choice or free_path(source.with_name(f"{source.stem}.questions.xlsx"))
    make = json_questions if path.suffix.lower() == ".json" else xlsx_questions
    write_pieces(path, [make(questions, shell.language)])
    what = texts("{count} question about the list is open; it stands in {path} with a likely answer.",
                 "{count} questions about the list are open; they stand in {path} with likely answers.",
                 count=len(questions), path=str(path))
    cure = text("Nothing was imported. Look at the answers, and import the list again with --answers “{path}”.",
                path=str(path))
    return RecordsRefused(lists.other_problems[:MOST_PROBLEMS], what, source.name, cure)

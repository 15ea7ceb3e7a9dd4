"""Questions and answers: how an answer is found, and which one holds."""

from data.intake.questions import Answers, Question, Topic, key_of


def test_case_and_hyphens_of_headers_and_words_do_not_count_but_ids_do() -> None:
    answers = Answers({key_of(Topic.COLUMN, ["Organisaation  Nimi"]): "name",
                       key_of(Topic.WORD, ["themes", "Kieli-kahvila"]): "meeting_places",
                       key_of(Topic.PAIR, ["a", "B"]): "same"})
    assert answers.get(Topic.COLUMN, "organisaation nimi") == "name"
    assert answers.get(Topic.WORD, "themes", "kieli kahvila") == "meeting_places"
    assert answers.get(Topic.PAIR, "a", "B") == "same"
    assert answers.get(Topic.PAIR, "a", "b") is None


def test_later_answers_stand_before_earlier_ones() -> None:
    question = Question(Topic.COLUMN, ("Nimi",), ())
    earlier, later = Answers({question.key: "name"}), Answers({question.key: "description"})
    assert earlier.and_then(later).get(Topic.COLUMN, "nimi") == "description"
    assert later.and_then(earlier).get(Topic.COLUMN, "nimi") == "name"
    assert Answers().open([question]) == (question,)
    assert earlier.open([question]) == ()

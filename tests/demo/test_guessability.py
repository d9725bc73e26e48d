"""Questions of a course: whether the right answer gives itself away."""

from demo import guessability
from demo.guessability import AnswerLengths
from demo.sources import ParsedBlock, Source


def question(*options: str, right: int) -> ParsedBlock:
    listed = [{"text": text, "why": "Because."} for text in options]
    listed[right - 1]["right"] = True
    return ParsedBlock("question", {"text": "Which?", "options": listed})


def test_the_right_answers_of_a_lesson_are_measured(tmp_path):
    source = Source(
        tmp_path,
        {},
        [
            ParsedBlock("text", "<p>Words</p>"),
            question("Short", "Much longer", right=2),
            question("No", "Or so", "Yes", right=1),
        ],
    )

    first, second = guessability.right_answers(source)

    assert (first.place, first.lengths, first.is_longest) == (2, (5, 11), True)
    assert (second.place, second.is_longest, second.is_shortest) == (1, False, True)


def test_a_tie_for_the_longest_counts_as_the_longest():
    assert AnswerLengths(place=1, lengths=(9, 9, 4)).is_longest


def test_patterns_are_named():
    longest_in_second_place = [AnswerLengths(place=2, lengths=(4, 9, 5, 6))] * 3

    assert guessability.patterns(longest_in_second_place) == [
        "the longest is right",
        "number 2 is right",
    ]


def test_no_pattern_is_named_where_there_is_none():
    mixed = [
        AnswerLengths(place=1, lengths=(9, 4, 5, 6)),
        AnswerLengths(place=2, lengths=(9, 4, 5, 6)),
        AnswerLengths(place=3, lengths=(9, 4, 5, 6)),
        AnswerLengths(place=4, lengths=(9, 4, 5, 6)),
    ]

    assert guessability.patterns(mixed) == []


def test_our_questions_cannot_be_guessed_in_english():
    lines = [line for line in guessability.report_lines() if ", en: " in line]

    assert len(lines) == 2
    assert not [line for line in lines if "guess" in line]


def test_a_right_answer_stands_at_the_same_place_in_all_languages():
    for course in sorted(path for path in guessability.COURSES.iterdir() if path.is_dir()):
        found = guessability.by_language(course)
        places = {
            language: {name: [one.place for one in few] for name, few in lessons.items()}
            for language, lessons in found.items()
        }
        assert all(
            few == places["en"][name]
            for lessons in places.values()
            for name, few in lessons.items()
        )

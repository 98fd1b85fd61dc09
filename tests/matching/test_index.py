"""The flat arrays say what plain counting would."""

import subprocess
import sys
import tracemalloc
from array import array
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching import grams, memory, topics
from bot.matching.features import Asked, ranking_features
from bot.matching.field import Field, Noted, Notes
from bot.matching.footprint import main, varied
from bot.matching.grams import Reading
from bot.matching.index import Index
from bot.matching.lexical import LexicalMatcher
from bot.matching.port import FaqText
from bot.matching.reader import Reader
from bot.matching.sounds import syllable
from bot.matching.sparse import Held, Vocabulary

SAMPLES = Path(__file__).parents[2] / "samples"
GRAMS = st.frozensets(st.sampled_from("甲乙丙丁戊"), max_size=4)


@given(st.lists(st.tuples(GRAMS, GRAMS), min_size=1, max_size=6), GRAMS)
def test_shared_weight_is_the_sum_over_shared_grams(
    entries: list[tuple[frozenset[str], frozenset[str]]], asked: frozenset[str]
) -> None:
    vocabulary = Vocabulary()
    vocabulary.number(["what", "was", "here", "yesterday"])
    notes = Notes(vocabulary)
    for number, (question, answer) in enumerate(entries):
        held, told = (array("i", vocabulary.number(grams)) for grams in (question, answer))
        every = array("i", vocabulary.number(question | answer))
        notes.add(number, Noted((held,), held, told, every, array("i", [1] * len(every))))
    field = Field(notes, len(entries))

    def weight(gram: str) -> float:
        holders = sum(gram in question for question, _ in entries)
        return float(np.log(1 + (len(entries) - holders + 0.5) / (holders + 0.5)))

    known = field.known(asked)
    shared, squared = field.bags.overlap(known)
    common = [question & asked for question, _ in entries]
    assert shared == pytest.approx([sum(map(weight, held)) for held in common], rel=1e-5)
    assert squared == pytest.approx(
        [sum(weight(gram) ** 2 for gram in held) for held in common], rel=1e-5
    )
    assert field.weights.mass(known) == pytest.approx(sum(map(weight, asked)), rel=1e-5)
    answered = field.answers.told(known)
    assert [bool(amount) for amount in answered] == [bool(answer & asked) for _, answer in entries]


def test_values_are_weighed_per_document() -> None:
    numbers, documents = np.array([1, 0, 1], np.int32), np.array([0, 1, 1], np.int32)
    held = Held(numbers, documents, (3, 2), np.array([2, 3, 5], np.float32))
    assert held.sums(np.array([0, 1, 2]), np.array([1.0, 10.0, 100.0])).tolist() == [20, 53]
    assert held.frequency(np.array([0, 1, 2])).tolist() == [1, 2, 0]
    assert held.sums(np.array([], np.int64), np.array([])).tolist() == [0, 0]


def test_a_large_faq_learns_its_topics_from_some_entries(
    monkeypatch: pytest.MonkeyPatch, entries: Sequence[FaqText]
) -> None:
    monkeypatch.setattr(topics, "_TEACHERS", 60)
    matcher = LexicalMatcher(entries)
    questions = {entry.code: entry.question for entry in entries[::7]}
    assert {c: matcher.match(q).candidates[0].code for c, q in questions.items()} == {
        code: code for code in questions
    }


def test_an_index_keeps_little(entries: Sequence[FaqText]) -> None:
    Index(entries[:5])  # tables that are loaded once are not the index's
    tracemalloc.start()
    try:
        index = Index(entries[:80])  # a third: tracing makes building ten times slower
        kept, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(index) == 80
    assert kept < 3_300_000
    assert peak < 8_000_000


def test_sounds_come_without_the_phrases() -> None:
    program = (
        "import sys; from bot.matching.sounds import syllable;"
        "print(syllable('枪'), 'pypinyin' in sys.modules)"
    )
    printed = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert printed.stdout.split() == ["qian", "False"]


def test_what_has_no_reading_sounds_like_itself() -> None:
    assert [syllable(character) for character in "a7é😀"] == list("a7é😀")


def test_memory_is_given_back_only_where_that_is_possible(monkeypatch: pytest.MonkeyPatch) -> None:
    memory.give_back()
    memory._trim.cache_clear()
    monkeypatch.setattr(sys, "platform", "darwin")
    memory.give_back()
    memory._trim.cache_clear()


def test_copies_of_an_faq_have_codes_and_words_of_their_own(entries: Sequence[FaqText]) -> None:
    made = varied(entries[:3], 8)
    assert len({entry.code for entry in made}) == 8
    assert len({entry.question for entry in made}) == 8
    assert made[:3] == list(entries[:3])


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="needs Linux")
def test_the_footprint_is_told_step_by_step(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--faq", str(SAMPLES / "faq.csv"), "--entries", "10"]
    assert main(arguments) == 0
    printed = capsys.readouterr().out
    assert "build, 10 entries" in printed
    assert "build after an edit" in printed


def test_a_rebuilt_index_is_the_one_that_would_be_built_anew(entries: Sequence[FaqText]) -> None:
    reader = Reader()
    Index(entries[:40], reader=reader)
    edited = [replace(entries[0], question="全新的一种说法"), *entries[5:50]]
    again, anew = Index(edited, reader=reader), Index(edited)
    for text in ("全新的一种说法", "rijie shibai", "E1003", "小票不打印"):
        asked, fresh = Asked.of(text, again), Asked.of(text, anew)
        assert asked == fresh
        assert np.array_equal(ranking_features(again, asked), ranking_features(anew, fresh))


def test_an_entry_that_did_not_change_is_not_read_again(
    monkeypatch: pytest.MonkeyPatch, entries: Sequence[FaqText]
) -> None:
    reader, read = Reader(), list[str]()
    Index(entries[:20], reader=reader)

    def noticed(text: str) -> Reading:
        read.append(text)
        return grams.read(text)

    monkeypatch.setattr("bot.matching.reader.read", noticed)
    Index([replace(entries[0], question="改过的"), *entries[1:20]], reader=reader)
    assert "改过的" in read
    assert entries[1].question not in read


def test_what_edits_left_behind_is_forgotten(entries: Sequence[FaqText]) -> None:
    reader = Reader()
    Index(entries[:60], reader=reader)
    for _ in range(2):
        index = Index(entries[:2], reader=reader)
    assert index.heard("测试") == Index(entries[:2]).heard("测试")
    assert len(index) == 2

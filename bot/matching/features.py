"""What speaks for an entry, as numbers: one row per entry to rank by, one row to be sure by."""

from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from bot.matching.field import Field, Known
from bot.matching.grams import FIELDS, Reading, characters, read
from bot.matching.index import Index
from bot.matching.normalise import bare_codes, error_codes
from bot.matching.sparse import Floats, Ints, Small
from bot.matching.topics import TOPIC_FEATURES, TOPIC_FIELDS

_PER_FIELD = (
    "bag_cover", "bag_cosine", "best_cover", "best_cosine", "answer_cover",
)  # fmt: skip
RANKING = (
    *(f"{field}_{name}" for field in FIELDS for name in _PER_FIELD),
    *TOPIC_FEATURES,
    "code",
    "bare_code",
)
# Columns of the ranking row that also say how good the best entry is, not only that it is best.
_CARRIED = tuple(
    RANKING.index(name)
    for name in (
        "char_bag_cover", "char_bag_cosine", "char_best_cover", "char_best_cosine",
        "char_answer_cover",
        "pair_bag_cover", "pair_best_cosine", "sound_bag_cover", "sound_best_cosine",
        "concept_bag_cover", "concept_best_cosine", "topic_coarse", "topic_fine", "topic_words",
        "category", "bare_code",
    )
)  # fmt: skip
CONFIDENCE = (
    *(RANKING[column] for column in _CARRIED),
    "score", "lead", "lead_over_fifth", "share", "share_of_four", "crowd",
    "ratio", "partial", "sounds_alike", "heaviest_missing", "missing_words", "length",
)  # fmt: skip

# Where a model has a say: nearness of meaning, see meaning.Meanings.near.
MEANING = ("meaning_best", "meaning_standard", "meaning_all")
FUSED_RANKING = (*RANKING, *MEANING)
FUSED_CONFIDENCE = (*CONFIDENCE, *MEANING, "meaning_top", "meaning_lead", "meaning_behind")

# Somebody pasted a whole log; the question is in its beginning.
_LONGEST = 400


@dataclass(frozen=True)
class Asked:
    """A question as the index sees it."""

    plain: str
    reading: Reading
    codes: frozenset[str]
    bare_codes: frozenset[str]

    @classmethod
    def of(cls, text: str, index: Index) -> "Asked":
        even = index.heard(text[:_LONGEST])
        return cls(even, read(even), error_codes(even), bare_codes(even))


def _share(part: Floats, whole: Floats | Small | float) -> Floats:
    return np.asarray(part / np.maximum(whole, 1e-9))


def _field_columns(field: Field, known: Known, texts: Ints) -> list[Floats]:
    mass, norm = field.weights.mass(known), field.weights.norm(known)
    shared, squared = field.bags.overlap(known)
    text_shared, text_squared = field.texts.overlap(known)
    return [
        _share(shared, mass),
        _share(squared, norm * field.bags.norm),
        np.maximum.reduceat(_share(text_shared, mass), texts),
        np.maximum.reduceat(_share(text_squared, norm * field.texts.norm), texts),
        _share(field.answers.told(known), field.answers.weights.mass(known)),
    ]


def _code_columns(index: Index, asked: Asked) -> list[Floats]:
    full, bare = np.zeros(len(index)), np.zeros(len(index))
    if not asked.codes and not asked.bare_codes:
        return [full, bare]
    for code, owners in index.owners.items():
        if code in asked.codes:
            full[list(owners)] = 1 / len(owners)
        if code.lstrip("abcdefghijklmnopqrstuvwxyz") in asked.bare_codes:
            bare[list(owners)] = 1 / len(owners)
    return [full, bare]


def ranking_features(index: Index, asked: Asked, near: Floats | None = None) -> Floats:
    """One row per entry, one column per name in RANKING, or in FUSED_RANKING given `near`."""
    known = index.known(asked.reading)
    columns: list[Floats] = []
    for name in FIELDS:
        columns += _field_columns(index.fields[name], known[name], index.text_starts)
    columns += index.topics.features([known[name] for name in TOPIC_FIELDS])
    columns += _code_columns(index, asked)
    rows = np.stack(columns, axis=1)
    return rows if near is None else np.hstack([rows, near])


def shares(scores: Floats) -> Floats:
    grown = np.exp(scores - scores.max())
    return np.asarray(grown / grown.sum())


# Up to this many characters a question names a subject rather than a trouble: 退款, 登不上.
_TERSE = 6
_AS_WELL = 0.95
_OUTSTANDING = 0.9


def is_vague(asked: Asked, ranking: Floats, scores: Floats) -> bool:
    """A few words that several entries contain, or none clearly: there is nothing to choose by.

    People who ask whole questions taught the confidence, so it is far too sure of these.
    """
    if len(asked.reading.normalised) > _TERSE:
        return False
    cover = (
        ranking[:, RANKING.index("char_bag_cover")] + ranking[:, RANKING.index("sound_bag_cover")]
    )
    as_well = int((cover >= _AS_WELL * cover[int(scores.argmax())]).sum())
    return as_well > 1 or float(shares(scores).max()) < _OUTSTANDING


def confidence_features(index: Index, asked: Asked, ranking: Floats, scores: Floats) -> Floats:
    """Numbers named in CONFIDENCE, or FUSED_CONFIDENCE, about the entry with the highest score."""
    order = np.argsort(-scores, kind="stable")
    top = int(order[0])
    share = shares(scores)
    ordered = scores[order]
    last = len(order) - 1
    standing = [
        float(ordered[0]) / 10,
        min(float(ordered[0] - ordered[min(1, last)]), 10.0) / 5,
        min(float(ordered[0] - ordered[min(4, last)]), 10.0) / 5,
        float(share[top]),
        float(share[order[:4]].sum()),
        float(-(share * np.log(share + 1e-12)).sum()),
    ]
    strings = _string_features(index, asked, top)
    meaning = _meaning_features(ranking[:, len(RANKING) :], top)
    return np.array([*ranking[top, _CARRIED], *standing, *strings, *meaning])


def _meaning_features(near: Floats, top: int) -> list[float]:
    if not near.size:
        return []
    best = near[:, 0]
    first, second = np.sort(best)[::-1][[0, min(1, len(best) - 1)]].tolist()
    return [*near[top].tolist(), first, first - second, float(best[top]) - first]


def _string_features(index: Index, asked: Asked, entry: int) -> list[float]:
    """rapidfuzz ranks worse than weighted grams do, but knows better when both are wrong."""
    reading, questions = asked.reading, index.questions(entry)
    field, asked_for = index.fields["char"], reading.grams["char"]
    held = frozenset().union(*(characters(question.normalised) for question in questions))
    missing, everything = field.known(asked_for - held), field.known(asked_for)
    strange = everything.strange + int((field.bags.has(everything) == 0).sum())
    text = reading.normalised
    return [
        max(fuzz.ratio(text, q.normalised) for q in questions) / 100,
        max(fuzz.partial_ratio(text, q.normalised) for q in questions) / 100,
        max(Indel.normalized_similarity(reading.syllables, q.syllables) for q in questions),
        field.weights.heaviest(missing) / field.weights.unknown,
        strange / max(len(asked_for), 1),
        min(len(text), 40) / 20,
    ]

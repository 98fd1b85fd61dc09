"""The shipped numbers: current, repeatable, refused when foreign."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.matching.index import Index
from bot.matching.model import SHIPPED, ModelError, Models
from bot.matching.port import FaqText
from bot.matching.train import main
from bot.matching.training import fit, lesson

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.mark.slow
def test_the_shipped_model_is_what_training_on_the_samples_gives(
    entries: Sequence[FaqText], queries: Sequence[tuple[str, str]]
) -> None:
    """The lexical half: the other would embed 4,500 texts."""
    index = Index(entries)
    fitted = fit(index, lesson(index, queries)).as_json()
    shipped = json.loads(SHIPPED.read_text(encoding="utf-8"))["lexical"]
    assert fitted.keys() == shipped.keys()
    for part, numbers in shipped.items():
        # Another BLAS rounds differently; the last digits are not worth a failure.
        assert fitted[part] == pytest.approx(numbers, rel=0.01, abs=0.01), part


def test_both_fits_are_shipped_and_survive_their_file(tmp_path: Path) -> None:
    models = Models.load()
    assert models.lexical.fit == "lexical"
    assert models.fused is not None
    assert models.fused.fit == "fused"
    models.save(tmp_path / "m.json")
    assert Models.load(tmp_path / "m.json").as_json() == models.as_json()


def test_a_model_without_meaning_is_a_model(tmp_path: Path) -> None:
    Models(Models.load().lexical).save(tmp_path / "m.json")
    assert Models.load(tmp_path / "m.json").fused is None


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"lexical": {"ranking": {"old": 1}, "thresholds": {}}}']
)
def test_a_foreign_model_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "m.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ModelError):
        Models.load(path)


def test_labels_without_an_entry_stop_training(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    queries = tmp_path / "q.tsv"
    queries.write_text("班结\tZZ-99\n", encoding="utf-8")
    assert main(["--faq", str(SAMPLES / "faq.csv"), "--queries", str(queries)]) == 2
    assert "ZZ-99" in capsys.readouterr().err

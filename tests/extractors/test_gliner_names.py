"""Names by GLiNER: a tiny model, made and saved here, too small to know anything, loaded and asked as a real one is."""

from pathlib import Path

import pytest

pytest.importorskip("gliner", reason="pip install '.[gliner]'")

import torch
from gliner import GLiNER, GLiNERConfig
from reading import made_up
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import BertConfig, PreTrainedTokenizerFast

from kg.errors import UsageError
from kg.extract.pipeline import PipelineExtractor
from kg.extractors import Choice, load_chosen
from kg.extractors.gliner_names import GlinerNames
from kg.extractors.labels import NAMED
from kg.gazetteer import Gazetteer
from kg.settings import Settings

pytestmark = pytest.mark.slow
TEXT = "زار برهوم السندي مدينة برقوقة. وعاد الوفد إلى بغداد أمس."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A GLiNER of one layer over a tokenizer of letters, its numbers drawn by lot, always the same."""
    backbone = tmp_path_factory.mktemp("backbone")
    letters = sorted({*TEXT, *"abcdefghijklmnopqrstuvwxyz"} - {" "})
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    vocabulary = {piece: number for number, piece in enumerate([*special, *letters, *(f"##{letter}" for letter in letters)])}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    names = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]", "mask_token": "[MASK]"}
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **names).save_pretrained(backbone)
    sizes = {"max_position_embeddings": 4096, "hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32}
    BertConfig(vocab_size=len(vocabulary), **sizes).save_pretrained(backbone)
    torch.manual_seed(0)
    model = GLiNER.from_config(GLiNERConfig(model_name=str(backbone), hidden_size=32, max_len=384), backbone_from_pretrained=False)
    saved = tmp_path_factory.mktemp("gliner") / "tiny"
    model.save_pretrained(str(saved))
    return saved


@pytest.fixture(scope="module")
def extractor(folder: Path) -> PipelineExtractor:
    loaded = load_chosen(Choice("gliner", str(folder)), Gazetteer.of(()), Settings())
    assert isinstance(loaded, PipelineExtractor)
    return loaded


def test_every_name_lies_in_its_text_and_is_of_one_of_our_classes(folder: Path) -> None:
    recogniser = GlinerNames(GLiNER.from_pretrained(str(folder)), str(folder))
    texts = [TEXT, "", f"{TEXT} " * 40]
    found = list(recogniser(texts))
    assert len(found) == 3
    assert found[1] == []
    assert found[2]
    for text, names in zip(texts, found, strict=True):
        for name in names:
            assert name.span.of(text).strip() == name.span.of(text) != ""
            assert name.kind in NAMED
            assert 0.5 <= name.confidence <= 1


def test_the_rest_of_our_reading_stays(extractor: PipelineExtractor) -> None:
    found = extractor(made_up("قُتل ثلاثة جنود في تفجير أمس.", issued="2024-03-06"))
    assert [event.kind for event in found.events] == ["Bombing"]


def test_the_reader_names_the_model_and_no_folder_above_it(extractor: PipelineExtractor, folder: Path) -> None:
    assert extractor.name == "isnad+gliner"
    assert extractor.settings.split()[0] == "tiny"
    assert str(folder.parent) not in extractor.settings


def test_a_model_that_cannot_be_loaded_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be loaded"):
        load_chosen(Choice("gliner", str(tmp_path)), Gazetteer.of(()), Settings())

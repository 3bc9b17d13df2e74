"""spaCy: the component, the tokenizer, and that nothing is lost between processes or on disk."""

from __future__ import annotations

import json
import subprocess
import sys
import warnings
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.tokens import Span as SpacySpan
from strategies import encodable_text
from thinc.api import ConfigValidationError

from chipnews import Pipeline
from chipnews.integrations.spacy_component import Component, MisalignedWarning

TEXT = "美國商務部工業與安全局🚀擬將嵐岳半導體 列入實體清單，GB300 NVL72放行；\r\n歐盟執委會與《歐盟晶片法案》（輝達）。"
EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


def build(ents: str | None = None) -> Language:
    """A pipeline with the tokenizer and the component."""
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "chipnews.Tokenizer.v1"}}})
    nlp.add_pipe("chipnews", config={"ents": ents})
    return nlp


@pytest.fixture(scope="module")
def nlp() -> Language:
    """A pipeline that also sets the entities."""
    return build("outermost")


def told(doc: Doc) -> tuple[object, ...]:
    """All that a document holds."""
    spans = [(s.start_char, s.end_char, s.label_, s.kb_id_, s.id_) for s in doc.spans["chipnews"]]
    return doc.text, spans, [(e.text, e.label_, e.kb_id_, e.ent_id_) for e in doc.ents], doc._.chipnews


# --- the component ----------------------------------------------------------------------------------------------------


def test_spacy_alone_finds_the_component() -> None:
    """After `import spacy` alone both names are known, and nothing is printed."""
    code = (
        "import spacy; nlp = spacy.blank('zh', config={'nlp': {'tokenizer': {'@tokenizers': 'chipnews.Tokenizer.v1'}}}); nlp.add_pipe('chipnews'); "
        "doc = nlp('放行輝達H200'); assert [(s.text, s.kb_id_) for s in doc.spans['chipnews']][1:] == [('輝達', 'nvidia'), ('H200', 'nvidia-h200')]"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_every_span_is_there(nlp: Language, pipeline: Pipeline) -> None:
    """Offsets, labels and ids are those of the document; nested spans are kept."""
    doc = nlp(TEXT)
    document = pipeline.extract(TEXT)
    assert [(s.start_char, s.end_char, s.text, s.label_, s.kb_id_) for s in doc.spans["chipnews"]] == [(s.start, s.end, s.text, s.label, s.entity or "") for s in document.spans]
    assert any(span.parent is not None for span in document.spans)
    assert doc._.chipnews == document


def test_ids_tell_the_unlisted_apart(nlp: Language) -> None:
    """A linked name has its entity as id, an unlisted one that of its surface, an act its type."""
    doc = nlp(TEXT)
    ids = {s.text: (s.label_, s.kb_id_, s.id_) for s in doc.spans["chipnews"]}
    assert ids["輝達"] == ("COMPANY", "nvidia", "nvidia")
    assert ids["嵐岳半導體"] == ("COMPANY", "", "company:岚岳半导体")
    assert ids["列入實體清單"] == ("POLICY_ACTION", "", "entity_listing")


def test_entities_are_the_outermost_names(nlp: Language, pipeline: Pipeline) -> None:
    """`doc.ents` is the flat view of a document."""
    assert [(e.text, e.label_, e.kb_id_) for e in nlp(TEXT).ents] == [(s.text, s.label, s.entity or "") for s in pipeline.extract(TEXT).ents]


def test_entities_are_left_alone_unless_asked() -> None:
    """Without the option another component's entities stay as they are."""
    nlp = build()
    doc = nlp.make_doc("輝達在台北")
    doc.ents = [SpacySpan(doc, 0, 1, label="ORG")]
    assert [(e.text, e.label_) for e in nlp(doc).ents] == [("輝達", "ORG")]


def test_older_entities_yield_only_where_they_overlap(nlp: Language) -> None:
    """Names take the place of what they overlap with; the rest stays."""
    doc = nlp.make_doc("輝達九月出貨")
    month = doc.char_span(2, 4, label="DATE")
    assert month is not None
    doc.ents = [SpacySpan(doc, 0, 1, label="ORG"), month]
    assert [(e.text, e.label_) for e in nlp(doc).ents] == [("輝達", "COMPANY"), ("九月", "DATE")]


def test_an_unknown_rule_is_refused(pipeline: Pipeline) -> None:
    """The error names the rules that there are."""
    with pytest.raises(ValueError, match=r"'longest'.*outermost"):
        Component(pipeline, ents="longest")


def test_misaligned_spans_are_reported() -> None:
    """Where a token crosses an edge the span is missing in spaCy, told by a warning, and kept beside."""
    nlp = spacy.blank("en")
    nlp.add_pipe("chipnews")
    with pytest.warns(MisalignedWarning, match=r"2 of 3 spans \(華為、H200\).*chipnews\.Tokenizer\.v1"):
        doc = nlp("對華為出口H200 和 輝達")
    assert [span.text for span in doc.spans["chipnews"]] == ["輝達"]
    assert [span.text for span in doc._.chipnews_misaligned] == ["華為", "H200"]
    assert [span.text for span in doc._.chipnews.spans] == ["華為", "H200", "輝達"]


def test_a_document_that_was_not_annotated_has_none() -> None:
    """The extensions are there for every document of spaCy."""
    doc = spacy.blank("zh")("輝達")
    assert doc._.chipnews is None
    assert doc._.chipnews_misaligned == ()


def test_own_names_come_from_files(tmp_path: Path) -> None:
    """Files of one's own are added to the shipped lexicon, for the tokenizer as for the component."""
    path = tmp_path / "mine.tsv"
    header = "\t".join(("id", "label", "en", "tw", "hk", "cn", "aliases", "parent", "jurisdiction", "tickers", "note", "source", "checked"))
    path.write_text(f"{header}\nqinglan\tCOMPANY\tQinglan\t青嵐山海\t\t青岚山海\t\t\tTW\t\t\tself\t2026-01-01\n", encoding="utf-8")
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "chipnews.Tokenizer.v1", "lexicons": [str(path)]}}})
    nlp.add_pipe("chipnews", config={"lexicons": [str(path)], "policy": False})
    doc = nlp("青嵐山海向輝達下單")
    assert [(s.text, s.kb_id_) for s in doc.spans["chipnews"]] == [("青嵐山海", "qinglan"), ("輝達", "nvidia")]
    assert doc[0].text == "青嵐山海"


@pytest.mark.parametrize("config", [{"lexicons": "mine.tsv"}, {"ents": 1}, {"lexicon": None}])
def test_a_config_of_a_wrong_kind_is_refused(config: dict[str, object]) -> None:
    """The config is checked by its types and the fault named; a path that stands alone is no list of paths."""
    with pytest.raises(ConfigValidationError, match=next(iter(config))):
        spacy.blank("zh").add_pipe("chipnews", config=config)


# --- nothing is lost --------------------------------------------------------------------------------------------------


def test_a_saved_pipeline_is_the_same(nlp: Language, tmp_path: Path) -> None:
    """Config and results are equal after `to_disk` and `spacy.load`."""
    nlp.to_disk(tmp_path / "nlp")
    loaded = spacy.load(tmp_path / "nlp")
    assert loaded.config == nlp.config
    assert told(loaded(TEXT)) == told(nlp(TEXT))


def test_spawned_processes_keep_everything(nlp: Language, tmp_path: Path) -> None:
    """Two spawned processes give what one gives."""
    texts = [TEXT, "", "高通膨", *(path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("event_*.txt")))]
    script = tmp_path / "spawned.py"
    script.write_text(
        "import json, multiprocessing, sys\nimport spacy\nfrom spacy.tokens import DocBin\n"
        "if __name__ == '__main__':\n"
        "    multiprocessing.set_start_method('spawn')\n"
        "    nlp = spacy.blank('zh', config={'nlp': {'tokenizer': {'@tokenizers': 'chipnews.Tokenizer.v1'}}})\n"
        "    nlp.add_pipe('chipnews', config={'ents': 'outermost'})\n"
        "    docs = nlp.pipe(json.load(sys.stdin), n_process=2, batch_size=2)\n"
        "    DocBin(docs=docs, store_user_data=True).to_disk(sys.argv[1])\n",
        encoding="utf-8",
    )
    out = tmp_path / "docs.spacy"
    subprocess.run([sys.executable, str(script), str(out)], input=json.dumps(texts), text=True, check=True, timeout=300)
    found = list(DocBin().from_disk(out).get_docs(nlp.vocab))
    assert [told(doc) for doc in found] == [told(nlp(text)) for text in texts]


def test_docbin_is_lossless(nlp: Language) -> None:
    """Spans, entities and the whole annotation come back from bytes, in another vocabulary too."""
    data = DocBin(docs=[nlp(TEXT), nlp("")], store_user_data=True).to_bytes()
    assert [told(doc) for doc in DocBin().from_bytes(data).get_docs(spacy.blank("zh").vocab)] == [told(nlp(TEXT)), told(nlp(""))]


def test_bytes_of_a_document_are_lossless(nlp: Language) -> None:
    """So it is with one document."""
    assert told(Doc(nlp.vocab).from_bytes(nlp(TEXT).to_bytes())) == told(nlp(TEXT))


# --- the tokenizer ----------------------------------------------------------------------------------------------------


def test_words_are_names_and_words(nlp: Language) -> None:
    """A name is one word unless another name lies in it, and one blank belongs to the word before it, as spaCy has it."""
    doc = nlp.make_doc("對華為出口GB300 NVL72，美國  在台協會")
    assert [token.text_with_ws for token in doc][:4] == ["對", "華為", "出口", "GB300 NVL72"]
    assert doc.text == "對華為出口GB300 NVL72，美國  在台協會"


@given(st.one_of(encodable_text(), encodable_text().map(lambda text: f" {text}  {text}\n ")))
def test_no_word_cuts_a_span(nlp: Language, text: str) -> None:
    """Whatever the text: it stays as it is, and every span has its place in it."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", MisalignedWarning)
        doc = nlp(text)
    assert doc.text == text
    assert len(doc.spans["chipnews"]) == len(doc._.chipnews.spans)
    assert doc._.chipnews.text == text

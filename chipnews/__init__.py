"""chipnews: who did what to whom, in Chinese news about chips, AI and technology policy.

>>> import chipnews
>>> doc = chipnews.extract("美國商務部放行輝達H200晶片對華出口")
>>> [(span.text, span.label, span.name) for span in doc.spans if span.label in ("AGENCY", "COMPANY", "PRODUCT")]
[('商務部', 'AGENCY', 'Department of Commerce (US)'), ('輝達', 'COMPANY', 'NVIDIA'), ('H200', 'PRODUCT', 'NVIDIA H200')]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .alignment import Alignment
    from .document import Document, Documents, PolicyAction
    from .errors import ChipnewsError, ConversionDataError, LexiconError, SchemaError
    from .export.tables import to_arrow
    from .integrations.frames import to_frame
    from .normalization import Normalized
    from .pipeline import Explanation, Pipeline
    from .script import ScriptGuess
    from .segmentation import Word
    from .spans import LABELS, Span
    from .terms.entry import Entity, SenseRule
    from .terms.lexicon import Lexicon

__version__ = "0.1.0"

# Where each public name lives. Nothing is imported before it is asked for, so that `import chipnews` costs nothing.
_HOME = {
    "LABELS": "spans",
    "Alignment": "alignment",
    "ChipnewsError": "errors",
    "ConversionDataError": "errors",
    "Document": "document",
    "Documents": "document",
    "Entity": "terms.entry",
    "Explanation": "pipeline",
    "Lexicon": "terms.lexicon",
    "LexiconError": "errors",
    "Normalized": "normalization",
    "Pipeline": "pipeline",
    "PolicyAction": "document",
    "SchemaError": "errors",
    "SenseRule": "terms.entry",
    "ScriptGuess": "script",
    "Span": "spans",
    "Word": "segmentation",
    "to_arrow": "export.tables",
    "to_frame": "integrations.frames",
}

__all__ = [
    "LABELS",
    "Alignment",
    "ChipnewsError",
    "ConversionDataError",
    "Document",
    "Documents",
    "Entity",
    "Explanation",
    "Lexicon",
    "LexiconError",
    "Normalized",
    "Pipeline",
    "PolicyAction",
    "SchemaError",
    "ScriptGuess",
    "SenseRule",
    "Span",
    "Word",
    "__version__",
    "detect_script",
    "explain",
    "extract",
    "normalize",
    "segment",
    "to_arrow",
    "to_frame",
]


def detect_script(text: str) -> ScriptGuess:
    """Tell the script of a text and whose press it reads like, with the evidence.

    Args:
        text: any string.

    Returns:
        ``script`` (``Hant``, ``Hans`` or None), ``region`` (``TW``, ``HK``, ``CN`` or None) and the words that they rest on.

    Raises:
        TypeError: if ``text`` is no string.

    >>> guess = detect_script("輝達的晶片與軟體")
    >>> guess.script, guess.region
    ('Hant', 'TW')
    """
    from .pipeline import default_pipeline

    return default_pipeline().detect_script(text)


def extract(text: str) -> Document:
    """Find the entities and policy actions of a text, with the shipped lexicon.

    Args:
        text: Chinese text in any script; it stays as it is, and offsets of the result are code points of it.

    Raises:
        TypeError: if ``text`` is no string. No string raises.

    >>> extract("英伟达").companies[0].name
    'NVIDIA'
    """
    from .pipeline import default_pipeline

    return default_pipeline().extract(text)


def explain(text: str) -> Explanation:
    """Show every candidate name and policy act of a text: which won, which lost, and why.

    Args:
        text: any string.

    Returns:
        An explanation to print, or to look at in a notebook; its ``verdicts`` and ``actions`` hold the same as objects.

    Raises:
        TypeError: if ``text`` is no string.

    >>> for verdict in explain("高通膨時代").verdicts:
    ...     print(verdict.text, verdict.entity, verdict.reason)  # doctest: +ELLIPSIS
    高通 None the word ... crosses its edge; likeliest cutting: 高 通膨 时代
    """
    from .pipeline import default_pipeline

    return default_pipeline().explain(text)


def normalize(text: str, to: str = "zh-Hans") -> Normalized:
    """Rewrite a text in another script or region with the map of its offsets; names of the shipped lexicon change script only.

    Args:
        text: any string.
        to: ``zh-Hans``, ``zh-Hant``, ``zh-Hant-TW`` or ``zh-Hant-HK``; ``s2twp``, ``tw2sp`` and the other names that `Pipeline.normalize` lists; or ``fold``.

    Returns:
        ``text`` and ``alignment``, whose ``to_source`` and ``to_target`` map spans of code points.

    Raises:
        TypeError: if ``text`` is no string.
        ValueError: for another ``to``, with the list of those that exist.

    >>> normalize("字节跳动的软件", to="s2twp").text
    '字節跳動的軟體'
    >>> text, alignment = normalize("記憶體與晶片", to="tw2sp")
    >>> text, alignment.to_source(0, 2)
    ('内存与芯片', (0, 3))
    """
    from .pipeline import default_pipeline

    return default_pipeline().normalize(text, to)


def segment(text: str) -> list[Word]:
    """Cut a text into words with their offsets; names of the lexicon stay whole.

    Args:
        text: any string.

    Returns:
        Words that together are the text, with half-open offsets in code points; runs of white space are words too.

    Raises:
        TypeError: if ``text`` is no string.

    >>> [word.text for word in segment("對華為出口GB300 NVL72")]
    ['對', '華為', '出口', 'GB300 NVL72']
    """
    from .pipeline import default_pipeline

    return default_pipeline().segment(text)


def __getattr__(name: str) -> object:
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(f".{home}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

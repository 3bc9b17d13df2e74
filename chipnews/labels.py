"""The labels in the words of two corpora that models and benchmarks use. None: the corpus has no class for it.

OntoNotes: the 18 names of OntoNotes Release 5.0 (LDC2013T19), section 2.6 of its documentation, as in spaCy's models. A
chip is a PRODUCT there; lists and programmes are LAW only roughly ("named documents made into laws"); news outlets are ORG.

CLUENER: the ten classes of CLUENER2020 (https://github.com/CLUEbenchmark/CLUENER2020), whose rules count news sites such
as 新华网 among the companies and ministries, customs and central banks as government; it has no class for goods or laws.
"""

from __future__ import annotations

__all__ = ["CLUENER", "ONTONOTES"]

ONTONOTES: dict[str, str | None] = {
    "COMPANY": "ORG",
    "PRODUCT": "PRODUCT",
    "AGENCY": "ORG",
    "POLICY_ACTION": None,
    "GPE": "GPE",
    "PERSON": "PERSON",
    "INSTRUMENT": "LAW",
    "MEDIA": "ORG",
    "TECHNOLOGY": None,
}

CLUENER: dict[str, str | None] = {
    "COMPANY": "company",
    "PRODUCT": None,
    "AGENCY": "government",
    "POLICY_ACTION": None,
    "GPE": "address",
    "PERSON": "name",
    "INSTRUMENT": None,
    "MEDIA": "company",
    "TECHNOLOGY": None,
}

"""The words of docs/vocabulary.md, as ./dev lint looks for them in the Chinese catalog."""

import pytest

from devtool import translations
from devtool.lint import chinese

PAGE = """# Vocabulary

Words.

| English | 中文 | What it means | Not | In the code |
|---|---|---|---|---|
| Case | 违规单 | A broken rule | 案件, 违规事项 | `violation` |
| Loan | 借阅 | One lending | | `violation.loan_id` |
"""
CATALOG = """#. module: addon
#: model:ir.model,name:addon.model_case
msgid "Case"
msgstr "{case}"

#: code:addons/addon/case.py:0
#: code:addons/addon/loan.py:0
msgid ""
"This \\"case\\" is "
"closed."
msgstr "{sentence}"

msgid "Loan"
msgstr "借阅"
"""

MODEL = """class Violation(models.Model):
    _name = "sales.office.violation"
    loan_id = fields.Many2one("sales.office.document.loan")
"""


@pytest.fixture
def pages(tmp_path, monkeypatch):
    """A page and a catalog. Return a function that writes what the catalog says."""
    monkeypatch.setattr(chinese, "ROOT", tmp_path)
    monkeypatch.setattr(chinese, "PAGE", tmp_path / "vocabulary.md")
    monkeypatch.setattr(chinese, "CATALOG", tmp_path / "zh_CN.po")
    monkeypatch.setattr(chinese, "ADDON", tmp_path)
    (tmp_path / "violation.py").write_text(MODEL)

    def write(case="违规单", sentence="此违规单已结案。", page=PAGE):
        (tmp_path / "vocabulary.md").write_text(page, encoding="utf-8")
        (tmp_path / "zh_CN.po").write_text(CATALOG.format(case=case, sentence=sentence), encoding="utf-8")

    return write


def test_terms_of_the_page_are_used(pages):
    """Nothing to say where catalog and page agree."""
    pages()
    assert list(chinese.vocabulary()) == []


def test_other_translation_of_a_term_is_found(pages):
    """Whoever changes a term changes both."""
    pages(case="违纪单")
    assert list(chinese.vocabulary()) == [
        "zh_CN.po: 'Case' is 违纪单, but 违规单 in vocabulary.md: mend one of the two"
    ]


def test_replaced_word_is_found(pages):
    """In any sentence."""
    pages(sentence="此案件已结案。")
    assert list(chinese.vocabulary()) == [
        "zh_CN.po: 'This \"case\" is closed.' says 案件, which vocabulary.md replaces by 违规单 (Case)"
    ]


def test_page_names_only_what_the_app_says(pages, tmp_path):
    """A renamed label is renamed on the page, and the page is there."""
    pages(page=PAGE.replace("| Loan |", "| Lending |"))
    assert list(chinese.vocabulary()) == [
        "vocabulary.md: 'Lending' is no string of the app: write the term as the app does, or take the row out"
    ]
    (tmp_path / "vocabulary.md").unlink()
    assert list(chinese.vocabulary()) == ["vocabulary.md is missing"]


@pytest.mark.parametrize("place", ["fine", "violation.fine", "models/violation.py"])
def test_page_says_where_it_is_in_the_code(pages, place):
    """A model, a field of one, or a file."""
    pages(page=PAGE.replace("violation.loan_id", place))
    assert list(chinese.vocabulary()) == [
        f"vocabulary.md: 'Loan' is said to be `{place}` in the code, which is not there"
    ]


def test_catalog_is_read(pages, tmp_path):
    """Strings over several lines, quotes, and the places of each."""
    pages()
    assert list(translations.entries(tmp_path / "zh_CN.po"))[1] == (
        'This "case" is closed.',
        "此违规单已结案。",
        ["code:addons/addon/case.py:0", "code:addons/addon/loan.py:0"],
    )

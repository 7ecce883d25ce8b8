"""The words of docs/vocabulary.md, as ./dev lint looks for them in the Chinese catalog."""

import pytest

from devtool.lint import catalog, vocabulary

PAGE = """# Vocabulary

Words.

| English | 中文 | What it means | Not |
|---|---|---|---|
| Case | 违规单 | A broken rule | 案件, 违规事项 |
| Loan | 借阅 | One lending | |
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


@pytest.fixture
def pages(tmp_path, monkeypatch):
    """A page and a catalog. Return a function that writes what the catalog says."""
    monkeypatch.setattr(vocabulary, "ROOT", tmp_path)
    monkeypatch.setattr(vocabulary, "PAGE", tmp_path / "vocabulary.md")
    monkeypatch.setattr(vocabulary, "CATALOG", tmp_path / "zh_CN.po")

    def write(case="违规单", sentence="此违规单已结案。", page=PAGE):
        (tmp_path / "vocabulary.md").write_text(page, encoding="utf-8")
        (tmp_path / "zh_CN.po").write_text(CATALOG.format(case=case, sentence=sentence), encoding="utf-8")

    return write


def test_terms_of_the_page_are_used(pages):
    """Nothing to say where catalog and page agree."""
    pages()
    assert vocabulary.check() == []


def test_other_translation_of_a_term_is_found(pages):
    """Whoever changes a term changes both."""
    pages(case="违纪单")
    assert vocabulary.check() == ["zh_CN.po: 'Case' is 违纪单, but 违规单 in vocabulary.md: mend one of the two"]


def test_replaced_word_is_found(pages):
    """In any sentence."""
    pages(sentence="此案件已结案。")
    assert vocabulary.check() == [
        "zh_CN.po: 'This \"case\" is closed.' says 案件, which vocabulary.md replaces by 违规单 (Case)"
    ]


def test_page_names_only_what_the_app_says(pages, tmp_path):
    """A renamed label is renamed on the page, and the page is there."""
    pages(page=PAGE.replace("| Loan |", "| Lending |"))
    assert vocabulary.check() == [
        "vocabulary.md: 'Lending' is no string of the app: write the term as the app does, or take the row out"
    ]
    (tmp_path / "vocabulary.md").unlink()
    assert vocabulary.check() == ["vocabulary.md is missing"]


def test_catalog_is_read(pages, tmp_path):
    """Strings over several lines, quotes, and the places of each."""
    pages()
    assert list(catalog.entries(tmp_path / "zh_CN.po"))[1] == (
        'This "case" is closed.',
        "此违规单已结案。",
        ["code:addons/addon/case.py:0", "code:addons/addon/loan.py:0"],
    )

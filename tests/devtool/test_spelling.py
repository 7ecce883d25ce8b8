"""Words that only capital letters tell apart, as ./dev lint looks for them in the catalog."""

import pytest

from devtool.lint import chinese

ENTRY = """#: {place}
msgid "{source}"
msgstr "{translation}"
"""
LABEL = "model:ir.model.fields,field_description:addon.field_case__x"
CODE = "code:addons/addon/case.py:0"


@pytest.fixture
def problems(tmp_path, monkeypatch):
    """Return a function that writes a catalog and says what is wrong with it."""
    monkeypatch.setattr(chinese, "CATALOG", tmp_path / "zh_CN.po")

    def check(*rows):
        text = "\n".join(ENTRY.format(place=place, source=source, translation=zh) for source, zh, place in rows)
        (tmp_path / "zh_CN.po").write_text(text, encoding="utf-8")
        return chinese.spelling()

    return check


def test_two_meanings(problems):
    """Nobody sees that the one who decides and the one who approves are two labels."""
    assert problems(("Decided By", "审批人", LABEL), ("Decided by", "处理人", CODE)) == [
        "zh_CN.po: only capital letters tell apart 'Decided By' 审批人, 'Decided by' 处理人: "
        "give one meaning another word"
    ]


def test_two_spellings_of_a_label(problems):
    """Labels stand beside each other."""
    assert problems(("Answered At", "答复时间", LABEL), ("Answered at", "答复时间", LABEL)) == [
        "zh_CN.po: labels of fields are written in one way: Answered At, Answered at"
    ]


def test_heading_and_sentence(problems):
    """A heading, a sentence and a part of a sentence may write it as they do."""
    assert problems(("Pay Rise", "加薪", LABEL), ("Pay rise", "加薪", CODE), ("pay rise", "加薪的", CODE)) == []

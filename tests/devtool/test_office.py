"""What ./dev run says about the office: who may log in, and what there is to see."""

from devtool import office


class FakeDatabases:
    """Answers each query with the same rows."""

    def __init__(self, *rows):
        self.rows = [list(row) for row in rows]

    def query(self, _sql, _name):
        return self.rows


def test_columns_are_aligned_in_chinese():
    """A Chinese character takes the room of two letters."""
    assert office.table([("销售", "a"), ("Rep", "b")]) == ["销售  a", "Rep   b"]


def test_passwords_are_listed_by_role():
    """The role comes first; a password is shown of the demo's people only."""
    lines = office.people(FakeDatabases(("rep1", "Li Na", "Representative", "t"), ("eve", "Eve", "Clerk", "f")), "db")
    assert [line.split()[0] for line in lines] == ["Role", "Representative", "Clerk", "Odoo's"]
    assert lines[1].split()[1:3] == ["rep1", "rep1"]
    assert "(as you set it)" in lines[2]


def test_summary_has_six_figures_at_most():
    """What there is to see is said in words."""
    text = office.summary(FakeDatabases(("Lakeside", "2026-01-02", "14", "60", "50", "33", "38", "14")), "db")
    numbers = [word for word in text.replace(";", "").split() if word.isdigit()]
    assert numbers == ["14", "60", "50", "33", "38", "14"]


def test_no_summary_without_a_demo_office():
    """Nothing is said of an office that is not there."""
    assert office.summary(FakeDatabases(), "db") == ""

"""What ./dev lint finds by itself."""

import subprocess

import pytest

from devtool.lint import files, requirement_ids, style_sheets, tests

HEAD = "id,source,requirement,behaviour,room,stage,state,note\n"
TEST = '''
class TestIt:
    """Covers R001."""

    def test_two(self):
        """R002: of course."""

    def helper(self):
        """R003 is no test."""
'''

EXPECTING = """class TestIt:
    def test_bare(self):
        with self.assertRaises(UserError):
            self.go()

    def test_worded(self):
        with self.assertRaisesRegex(UserError, "locked"), self.assertRaises(AccessError):
            self.go()

    def test_nothing(self):
        self.go()

    def test_by_a_helper(self):
        self._assert_gone()
"""


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A checkout with a table of requirements and one test. Return its folder."""
    modules = {
        requirement_ids: ("ROOT", "ADDON", "TESTS"),
        files: ("ROOT",),
        style_sheets: ("ROOT", "ADDON"),
        tests: ("ROOT", "TESTS"),
    }
    for module, names in modules.items():
        for name in names:
            folder = {"ROOT": "", "ADDON": "addon", "TESTS": "tests"}[name]
            monkeypatch.setattr(module, name, tmp_path / folder)
    monkeypatch.setattr(requirement_ids, "REQUIREMENTS", tmp_path / "requirements.csv")
    (tmp_path / "addon").mkdir()
    (tmp_path / "tests" / "devtool").mkdir(parents=True)
    (tmp_path / "tests" / "test_it.py").write_text(TEST)
    (tmp_path / "tests" / "devtool" / "test_x.py").write_text("# R999 is only played with")
    return tmp_path


def table(checkout, **states):
    """Write a table of requirements in the given states."""
    rows = "".join(f"{name},S,Something,Somehow,policy,1,{state},\n" for name, state in states.items())
    (checkout / "requirements.csv").write_text(HEAD + rows)


def test_tested_requirements_are_fine(checkout):
    """Ids in docstrings of test methods and of their classes count."""
    table(checkout, R001="done", R002="thin", R003="open")
    assert requirement_ids.check() == []


def test_finished_requirement_needs_a_test(checkout):
    """A helper's docstring proves nothing."""
    table(checkout, R001="done", R002="done", R003="done")
    assert requirement_ids.check() == ["R003 is done, but no test's docstring names it: Something"]


def test_unknown_id_is_found(checkout):
    """In tests and in the add-on's code, with its line."""
    table(checkout, R001="open", R002="open", R003="open")
    (checkout / "addon" / "model.py").write_text("# R002\n# R404\n")
    assert requirement_ids.check() == ["addon/model.py:2: R404 is not in requirements.csv"]


def test_wrong_table_is_found(checkout):
    """A state of no meaning, an id used twice, other columns, no table at all."""
    table(checkout, R001="open", R002="open", R003="ready")
    with open(checkout / "requirements.csv", "a") as stream:
        stream.write("R001,S,Again,Somehow,policy,1,open,\n")
    assert [line.split(": ")[1][:4] for line in requirement_ids.check()] == ["R003", "'R00"]
    (checkout / "requirements.csv").write_text("id,state\n")
    assert "the columns must be" in requirement_ids.check()[0]
    (checkout / "requirements.csv").unlink()
    assert requirement_ids.check() == ["requirements.csv is missing"]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("see /w@ork/main/x", True),
        ("home = '/r@oot/.cache'", True),
        ("https://deb.deb@ian.org/x", True),
        ("https://files.pythonh@osted.org/x", True),
        ("https://github.com/x/y", False),
        ("./work/x and framework/x", False),
        ("the /root element", False),
    ],
)
def test_foreign_places_are_found(checkout, line, found):
    """Addresses of archives and paths of one machine, in any text file."""
    (checkout / "README.md").write_text("fine\n{}\n".format(line.replace("@", "")))  # @: not to be found here
    subprocess.run(["git", "init", "-q"], cwd=checkout, check=True)
    assert [text[:11] for text in files.nothing_foreign()] == (["README.md:2"] if found else [])


def sheet(checkout, path, text):
    """Write a file of the add-on below ``static/src`` or, with a name ending in ``views.xml``, a view."""
    path = checkout / "addon" / path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_classes_are_named_after_their_screen(checkout):
    """A screen uses its own classes and what is in a shared sheet, whole words only."""
    sheet(checkout, "static/src/shared/touch.scss", ".o_sales_office_touch {\n}\n")
    sheet(
        checkout, "static/src/meeting/roll_call.scss", "@media print {\n    .o_sales_office_roll_call_row {\n    }\n}\n"
    )
    sheet(
        checkout, "static/src/meeting/roll_call.xml", '<a class="o_sales_office_touch o_sales_office_roll_call_{{x}}"/>'
    )
    sheet(checkout, "views/closing_views.xml", '<a class="o_sales_office_closing"/>')
    assert list(style_sheets.check()) == []
    sheet(
        checkout,
        "views/closing_views.xml",
        '<a class="o_sales_office_closings o_sales_office_roll_call_row"/>',
    )
    place = "addon/views/closing_views.xml:1"
    assert list(style_sheets.check()) == [
        f"{place}: {name} does not begin with o_sales_office_closing"
        for name in ("o_sales_office_closings", "o_sales_office_roll_call_row")
    ]


def test_no_class_is_in_two_sheets(checkout):
    """What colours a place in a contest must not make a button of the roll call invisible."""
    sheet(checkout, "static/src/a/own.scss", ".o_sales_office_own {\n}\n")
    sheet(checkout, "static/src/b/own.scss", ".o_sales_office_own {\n}\n")
    assert list(style_sheets.check()) == [
        "o_sales_office_own is in addon/static/src/a/own.scss and addon/static/src/b/own.scss"
    ]


def test_no_sheet_is_about_classes_of_others(checkout):
    """A rule about a core class begins inside a screen of ours."""
    sheet(checkout, "static/src/a/own.scss", ".btn {\n}\n\n// why\n.o_sales_office_own .btn {\n}\n")
    assert list(style_sheets.check()) == ["addon/static/src/a/own.scss:1: .btn { is not about a class of ours"]


def test_refusals_are_expected_in_words(checkout):
    """Of the common ones there are many, so that one may hide behind another; an AccessError says enough."""
    (checkout / "tests" / "test_it.py").write_text(EXPECTING)
    assert sorted(line.split(" expected")[0] for line in tests.check()) == [
        "tests/test_it.py:10: test_nothing expects nothing: assert something, or call a helper assert_...",
        "tests/test_it.py:3: say which words are",
    ]

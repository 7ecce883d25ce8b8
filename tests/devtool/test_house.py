"""What ./dev lint says about rooms, folders and the parts of a model."""

import pytest

from devtool.lint import house

MAIN = """
class Case(models.Model):
    _name = "sales.office.case"

    def write(self, vals):
        \"\"\"Change cases.\"\"\"
        return super().write(vals)
"""
PART = """
class Case(models.Model):
    _inherit = "sales.office.case"

    def {name}(self):
        \"\"\"Do it.\"\"\"
        return True
"""


@pytest.fixture
def addon(tmp_path, monkeypatch):
    """An add-on with one model in the room conduct. Return a function that writes a file."""
    monkeypatch.setattr(house, "ROOT", tmp_path)
    monkeypatch.setattr(house, "ADDON", tmp_path / "addon")
    monkeypatch.setattr(house, "LEAST_LINES", 4)

    def write(path, text=""):
        path = tmp_path / "addon" / path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    write("models/conduct/case/case.py", MAIN)
    return write


def test_a_part_that_adds_is_fine(addon):
    """It has methods of its own, which the main file calls."""
    addon("models/conduct/case/appeal.py", PART.format(name="_appeal"))
    assert list(house.check()) == []


def test_a_part_may_not_override_its_own_room(addon):
    """Which of the two counts, only the imports would say; a room above extends as Odoo does."""
    addon("models/conduct/case/training.py", PART.format(name="write"))
    (problem,) = house.check()
    assert problem.startswith("addon/models/conduct/case/training.py:5: sales.office.case.write is in")
    addon("models/conduct/case/training.py")
    addon("models/commission/case.py", PART.format(name="write"))
    assert list(house.check()) == []


def test_a_small_part_belongs_into_the_main_file(addon):
    """Fewer lines than a file is worth."""
    addon("models/conduct/case/appeal.py", 'class Case(models.Model):\n    _inherit = "sales.office.case"\n')
    (problem,) = house.check()
    assert "2 lines of sales.office.case are too few for a file of their own" in problem


def test_a_room_extends_a_model_of_odoo_once(addon):
    """Two files of one room that extend the same model are one."""
    text = PART.replace("sales.office.case", "res.users").format(name="_first")
    addon("models/conduct/res_users.py", text)
    addon("models/meeting/res_users.py", text)
    assert list(house.check()) == []
    addon("models/conduct/case/res_users.py", text.replace("_first", "_second"))
    (problem,) = house.check()
    assert problem.startswith("res.users is extended twice in conduct")


@pytest.mark.parametrize(
    ("body", "missing"),
    [
        ('"""Close it."""', None),
        ("return True", "what it does"),
        ('"""Close it."""; raise UserError', "what it raises"),
        ('"""Close it, or a UserError."""; raise UserError', None),
    ],
)
def test_public_methods_say_what_they_do(addon, body, missing):
    """And what they raise; who calls them over RPC has nothing else."""
    addon(
        "models/conduct/case/appeal.py",
        PART.format(name="action_close").replace("return True", "").replace('"""Do it."""', body),
    )
    assert [f"does not say {missing}" in problem for problem in house.check()] == [True] * bool(missing)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("from ..commission import plan\n", "conduct imports from commission"),
        ("from ..commission.plan.tiers import share\n", "conduct imports from commission"),
        ("from ..policy import policy\n", None),
        ('MODEL = "sales.office.statement"\n', "conduct names sales.office.statement of commission"),
        ('MODEL = "sales.office.case"\n', None),
    ],
)
def test_rooms_lean_downwards(addon, text, said):
    """Neither imports nor names of models reach into a room above."""
    addon("models/commission/statement/statement.py", MAIN.replace("office.case", "office.statement"))
    addon("models/conduct/check.py", text)
    problems = list(house.check())
    assert [said in problem for problem in problems] == ([True] if said else [])


def test_folders_can_be_looked_over(addon):
    """Up to 20 files, __init__.py aside."""
    for number in range(house.MOST_FILES):
        addon(f"views/conduct/{number}_views.xml")
    addon("views/conduct/__init__.py")
    assert list(house.check()) == []
    addon("views/conduct/more_views.xml")
    assert list(house.check()) == ["addon/views/conduct has 21 files: a folder for an aggregate holds at most about 20"]


def test_file_names_are_plain(addon):
    """Everything here is of the sales office."""
    addon("views/conduct/sales_office_case_views.xml")
    (problem,) = house.check()
    assert "the name begins with sales_office_" in problem


def test_nothing_is_defined_twice(addon):
    """The first of the two would never be called."""
    addon("models/conduct/check.py", "class Check:\n" + 2 * "    def _judge(self):\n        pass\n\n")
    assert list(house.check()) == ["addon/models/conduct/check.py:5: Check defines _judge twice"]


def test_branches_are_counted(addon):
    """Conditional expressions, and, or and conditions of comprehensions count as well as if and for."""
    forks = "[x for x in y if x] if a and b or c else d"  # for, if, else, and, or
    body = "\n".join(f"    {name} = {forks}" for name in "ef")
    addon("models/conduct/check.py", f"def judge(y, a, b, c, d):\n{body}\n    return e if f else d or a\n")
    assert list(house.check()) == []
    addon("models/conduct/check.py", f"def judge(y, a, b, c, d):\n{body}\n    return e if f and a else d or a\n")
    assert list(house.check()) == ["addon/models/conduct/check.py:1: judge has 13 branches: at most 12"]


def test_lines_are_counted(addon):
    """A function that does not fit a screen is several."""
    body = "    y += 1\n" * 38
    addon("models/conduct/check.py", f"def judge(y):\n{body}    return y\n")
    assert list(house.check()) == []
    addon("models/conduct/check.py", f"def judge(y):\n{body}\n    return y\n")
    assert list(house.check()) == ["addon/models/conduct/check.py:1: judge has 41 lines: at most 40"]


def test_names_are_joined_in_the_language_of_the_reader(addon):
    addon("models/conduct/check.py", 'def tell(names):\n    return ", ".join(names)\n')
    assert list(house.check()) == [
        "addon/models/conduct/check.py:2: join what people read with join_names, as its language does"
    ]
    addon("models/conduct/check.py")
    addon("static/src/conduct/check.js", 'names.join(", ");\n')
    assert list(house.check()) == [
        "addon/static/src/conduct/check.js:1: join what people read with formatList, as its language does"
    ]

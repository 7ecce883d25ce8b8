"""Words that mean two things, as ./dev lint looks for them."""

import csv

import pytest

from devtool.lint import shared_words

TEMPLATE = """# Translation of Odoo Server.
msgid ""
msgstr ""

"""
MODELS = """
class Period(models.Model):
    _name = "sales.office.period"
    _inherit = ["mail.thread"]
    date_to = fields.Date(string="To")


class Line(models.Model):
    _name = "sales.office.period.line"
    date_to = fields.Date(string="To")


class Task(models.Model):
    _inherit = "sales.office.task"
    employee_id = fields.Many2one("hr.employee", string="To")
    _order = "id"
"""
VIEWS = """<odoo>
    <record id="task_view_form" model="ir.ui.view">
        <field name="model">sales.office.task</field>
    </record>
    <record id="task_action" model="ir.actions.act_window">
        <field name="res_model">sales.office.task</field>
    </record>
    <template id="page"/>
    <menuitem id="menu_task" action="task_action"/>
    <menuitem id="menu_root"/>
</odoo>"""


@pytest.fixture
def addon(tmp_path, monkeypatch):
    """An add-on with three models and a view of one. Return its folder."""
    monkeypatch.setattr(shared_words, "ROOT", tmp_path)
    monkeypatch.setattr(shared_words, "ADDON", tmp_path / "addon")
    monkeypatch.setattr(shared_words, "TEMPLATE", tmp_path / "addon.pot")
    monkeypatch.setattr(shared_words, "TABLE", tmp_path / "shared_words.csv")
    for folder in ("a_menus", "models", "views"):
        (tmp_path / "addon" / folder).mkdir(parents=True)
    (tmp_path / "addon" / "models" / "period.py").write_text(MODELS)
    (tmp_path / "addon" / "views" / "sales_office_task_views.xml").write_text(VIEWS)
    return tmp_path / "addon"


def field(model, name="date_to"):
    """Return how a template names a field's label."""
    return f"model:ir.model.fields,field_description:addon.field_sales_office_{model}__{name}"


def template(addon, **occurrences):
    """Write a template: {string: where it is shown}."""
    entries = (
        "#. module: addon\n" + "".join(f"#: {place}\n" for place in places) + f'msgid "{text}"\nmsgstr ""\n'
        for text, places in occurrences.items()
    )
    (addon.parent / "addon.pot").write_text(TEMPLATE + "\n".join(entries))


def table(addon, *rows):
    """Write the table of words that were read."""
    with open(addon.parent / "shared_words.csv", "w", newline="") as stream:
        csv.writer(stream).writerows([shared_words.COLUMNS, *rows])


def test_word_of_two_models_has_to_be_read(addon):
    """A new "To" says what to do about it; once it stands in the table, nothing."""
    template(addon, To=[field("period"), field("task", "employee_id")])
    table(addon)
    assert shared_words.check() == [
        "'To' is used by period, task: if it means the same in all of them, add it to shared_words.csv;"
        " if not, give one of them another word"
    ]
    table(addon, ("To", "last day of a period", "period task"))
    assert shared_words.check() == []
    table(addon, ("To", "last day of a period", "anywhere"))
    assert shared_words.check() == []


def test_word_is_read_in_each_model(addon):
    """What the row does not name has not been read; a model stands for its lines."""
    template(addon, To=[field("period"), field("period_line"), field("task", "employee_id")])
    table(addon, ("To", "last day of a period", "period"))
    assert shared_words.check() == [
        "'To' is now used by task as well: if it means there what shared_words.csv says, add it to the row;"
        " if not, give it another word"
    ]
    table(addon, ("To", "last day of a period", "period task"))
    assert shared_words.check() == []


@pytest.mark.parametrize(
    "text", ["Everybody is asked to read", "Say why.", "Until %(day)s", "<b>To</b>", "e.g. Tea", "Are you sure?"]
)
def test_sentences_explain_themselves(addon, text):
    """Only a short string is read in two ways."""
    template(addon, **{text: [field("period"), field("task", "employee_id")]})
    table(addon)
    assert shared_words.check() == []


def test_model_and_its_lines_are_one_place(addon):
    """They and the dialogs of a model speak of the same thing; what is only inherited is said elsewhere."""
    template(
        addon,
        To=[field("period"), field("period_line")],
        Followers=[field("period", "message_follower_ids"), field("task", "message_follower_ids")],
    )
    table(addon)
    assert shared_words.check() == []


def test_row_that_is_no_longer_true_is_found(addon):
    """Words that one model has for itself again, models that gave it up, rows without a meaning or written twice."""
    template(addon, To=[field("period"), field("task", "employee_id")], From=[field("period")])
    table(addon, ("To", "last day", "period task visit"), ("From", "", "period"), ("To", "last day", "anywhere"))
    assert shared_words.check() == [
        "shared_words.csv: 'To' is not used by visit any more, take it out of the row",
        "shared_words.csv: say what 'From' means, and where it was read (anywhere or models)",
        "shared_words.csv: 'From' is not shared by two models any more, take the row out",
        "shared_words.csv: 'To' stands there twice",
    ]


def test_wrong_table_is_found(addon):
    """Other columns, or none at all."""
    template(addon)
    assert shared_words.check() == ["shared_words.csv is missing"]
    (addon.parent / "shared_words.csv").write_text("word,meaning\n")
    assert shared_words.check() == ["shared_words.csv: the columns must be source,meaning,where"]


@pytest.mark.parametrize(
    ("occurrence", "model"),
    [
        ("model:ir.model.fields,field_description:addon.field_sales_office_period_line__date_to", "period_line"),
        ("model:ir.model.fields,help:addon.field_sales_office_task__employee_id", "task"),
        ("model:ir.model.fields,field_description:addon.field_sales_office_task__create_uid", None),
        ("model:ir.model.fields.selection,name:addon.selection__sales_office_period__date_to__x", "period"),
        ("model:ir.model,name:addon.model_sales_office_period", "period"),
        ("model_terms:ir.ui.view,arch_db:addon.task_view_form", "task"),
        ("model_terms:ir.ui.view,arch_db:addon.page", "task"),
        ("model:ir.actions.act_window,name:addon.task_action", "task"),
        ("model:ir.ui.menu,name:addon.menu_task", "task"),
        ("model:ir.ui.menu,name:addon.menu_root", "menu"),
        ("model:sales.office.check,name:addon.check_late", "check"),
        ("code:addons/addon/models/period.py:0", "period"),
        ("code:addons/addon/static/src/meeting/roll_call.js:0", "roll_call"),
    ],
)
def test_place_of_a_string(addon, occurrence, model):
    """Fields, views, actions, menus, records and code lead to the model that shows the string."""
    (addon / "a_menus" / "sales_office_menus.xml").write_text(
        '<odoo><menuitem id="menu_before_its_action" action="task_action"/></odoo>'
    )
    source = shared_words.Source(addon)
    assert source.get_model(occurrence) == model
    assert source.records["menu_before_its_action"] == "task"

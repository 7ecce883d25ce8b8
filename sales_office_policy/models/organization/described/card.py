"""A record as a card, for the phone: made of what the list shows, because a list is wider than a phone.

So are the tables of forms.
"""

from copy import deepcopy

from lxml.builder import E

#: what shows a value as well on a card as in a list; anything else is shown as its field does it
WIDGETS = frozenset(
    {
        "badge",
        "monetary",
        "float_time",
        "percentage",
        "many2many_tags",
        "sales_office_month",
        "phone",
        "integer",
        "datetime",
        "image",
    }
)
#: what a list says may be done with its records
RIGHTS = ("create", "edit", "delete")
#: what a list says about its records and a card says too
KEPT_OF_LIST = (*RIGHTS, "action", "type")
KEPT = ("options", "groups", "widget")
#: columns of a table that fit side by side on a phone
COLUMNS = 3
#: what a column says about its place among the others, and a field of a dialog does not
OF_COLUMNS = ("optional", "width", "column_invisible", "sum", "avg")
#: types of fields whose value alone does not say what it is
NUMBERS = ("integer", "float", "monetary")
#: types of fields with several values
LISTS = ("one2many", "many2many")


def make_card(root, fields, labels, said, title="display_name"):
    """Return a kanban view of the columns of a list that are shown at once.

    :param root: the root of the list's view
    :param fields: the fields of the model
    :param labels: ``{field: its label in the reader's language}``
    :param said: the fields that the title says already
    :param title: the field that is the title
    """
    columns = [node for node in root if node.tag == "field"]
    shown = [node for node in columns if _is_shown(node) and (_is_badge(node) or node.get("name") not in said)]
    badges = list(filter(_is_badge, shown))
    rows = [_make_row(node, labels, fields[node.get("name")]) for node in shown if not _is_badge(node)]
    card = E.t(_make_head(root, badges, _make_title(root, fields[title], labels)), *rows, *_make_buttons(root))
    card.set("t-name", "card")
    hidden = [_make_field(node, invisible="1") for node in columns if node not in shown]
    return E.kanban(*hidden, E.templates(card), **_get_order(root), **_get_attributes(root, KEPT_OF_LIST))


def add_cards(arch, model, module):
    """Give the tables of a form that are wider than a phone cards, and a dialog where they are typed in.

    Those that say themselves how they are shown stay as they are.

    :param arch: the form, which is changed
    :param model: of whose records, with its environment
    :param module: tables of the fields of other modules stay as they are
    """
    for table in arch.xpath(".//field[list][not(kanban or @mode or @widget or ancestor::field)]"):
        field, source = model._fields[table.get("name")], table.find("list")
        root = _make_root(source)
        shown = [node for node in root.iterchildren("field") if _is_shown(node)]
        if field._module != module or len(shown) <= COLUMNS:
            continue
        title = next((node.get("name") for node in shown if node.get("widget") != "badge"), "display_name")
        lines = model.env[field.comodel_name]
        labels = {name: line_field._description_string(lines.env) for name, line_field in lines._fields.items()}
        card = make_card(root, lines._fields, labels, {title}, title)
        if source.get("no_open"):
            card.set("can_open", "0")
        table.append(card)
        if source.get("editable") and table.find("form") is None:
            table.append(_make_dialog(root))
        table.set("mode", "list,kanban")


def put_in_one_column(arch):
    """Let cards stand below each other with their state: beside each other, a phone shows the first state alone.

    Nor does a phone group them as the action does for a list, see ``static/src/shared/cards.js``.

    :param arch: the kanban view, which is changed
    """
    if not arch.get("js_class"):
        arch.set("js_class", "sales_office_cards")
    if arch.get("default_group_by") != "state":
        return
    del arch.attrib["default_group_by"]
    for card in arch.xpath(".//t[@t-name='card']"):
        card.insert(0, E.field(name="state", widget="badge", **{"class": "align-self-start"}))


def make_form(root):
    """Return a form of a list that is typed in, for the phone, where its rows are cards.

    :param root: the root of the list's view
    """
    return E.form(E.sheet(E.group(*_make_typed(root))), **_get_attributes(root, (*RIGHTS, "duplicate")))


def _make_root(source):
    """Return a list whose columns come and go by themselves, as there is no column on a card."""
    root = deepcopy(source)
    for node in root.iterchildren("field", "button"):
        if (condition := node.get("column_invisible")) not in (None, "0", "1", "False", "True"):
            others = node.get("invisible")
            node.set("invisible", f"({condition}) or ({others})" if others else condition)
            del node.attrib["column_invisible"]
    return root


def _make_dialog(root):
    return E.form(E.group(*_make_typed(root)))


def _make_typed(root):
    columns = [deepcopy(node) for node in root.iterchildren("field") if node.get("widget") != "handle"]
    for node in columns:
        if node.get("column_invisible") in ("1", "True"):
            node.set("invisible", "1")
        for name in OF_COLUMNS:
            node.attrib.pop(name, None)
    return columns


def _make_title(root, field, labels):
    title = E.field(name=field.name, **{"class": "fw-bold"}, **_get_decorations(root))
    if field.type not in NUMBERS:
        return title
    column = root.find(f"field[@name='{field.name}']")
    return E.span(E.span(column.get("string") or labels[field.name], **{"class": "text-muted me-2"}), title)


def _make_head(root, badges, title):
    head = E.div(title, E.div(*map(_make_badge, badges), **{"class": "text-end"}))
    head.set("class", "d-flex justify-content-between gap-2")
    return head


def _make_buttons(root):
    buttons = [deepcopy(node) for node in root.iterchildren("button")]
    for button in buttons:
        button.set("class", "btn btn-link px-0 py-2 py-md-0 me-3 align-self-start")
        if not button.get("string") and button.get("title"):  # a phone has no pointer that would show it
            button.set("string", button.get("title"))
    return buttons


def _is_shown(node):
    if node.get("optional") == "hide" or node.get("widget") in ("handle", "list_activity"):
        return False
    return node.get("column_invisible") in (None, "0", "False") and node.get("invisible") not in ("1", "True")


def _is_badge(node):
    """Return whether a column is a badge, whose colour says more than a title can."""
    return node.get("widget") == "badge"


def _get_attributes(node, names):
    return {name: node.get(name) for name in names if node.get(name)}


def _get_decorations(node):
    return {name: value for name, value in node.attrib.items() if name.startswith("decoration-")}


def _make_field(node, **attributes):
    kept = _get_attributes(node, KEPT) | _get_decorations(node) | attributes
    if "enable_formatting" in kept.get("options", ""):  # a year is no amount; a card asks the widget, not the field
        kept["widget"] = "integer"
    elif kept.get("widget") not in WIDGETS:
        kept.pop("widget", None)
        kept.pop("options", None)
    return E.field(name=node.get("name"), **kept)


def _make_badge(node):
    return _make_field(node, **_get_condition(node))


def _get_order(root):
    """Return how a list is ordered: as it says, or by hand."""
    handle = root.find("field[@widget='handle']")
    order = root.get("default_order") or (handle is not None and handle.get("name"))
    return {"default_order": order} if order else {}


def _get_condition(node):
    return {"invisible": node.get("invisible")} if node.get("invisible") else {}


def _make_row(node, labels, field):
    """Return a line with label and value, which is not there while the value is empty or out of place."""
    label = E.span(node.get("string") or labels[field.name])
    label.set("class", "text-muted text-nowrap")
    row = E.div(label, _make_field(node))
    row.set("class", "d-flex gap-2")
    row.set("t-if", f"record.{field.name}.raw_value" + (".length" if field.type in LISTS else ""))
    # what somebody's groups take away, they take with its line: those of the view, and those of the field itself
    conditions = [_get_condition(node) | _get_attributes(node, ("groups",))]
    conditions.append({"groups": field.groups} if field.groups else {})
    for condition in filter(None, conditions):
        row = E.div(row, **condition)
    return row

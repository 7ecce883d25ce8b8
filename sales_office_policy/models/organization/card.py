"""A record as a card, for the phone: made of what the list shows, because a list is wider than a phone."""

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
    }
)
#: what a list says about its records and a card says too
RIGHTS = ("create", "edit", "delete", "default_order")
KEPT = ("options", "groups", "widget")


def make_card(root, fields, labels, said):
    """Return a kanban view of the columns of a list that are shown at once.

    :param root: the root of the list's view
    :param fields: the fields of the model
    :param labels: ``{field: its label in the reader's language}``
    :param said: the fields that the title says already
    """
    columns = [node for node in root if node.tag == "field"]
    shown = [node for node in columns if _is_shown(node) and node.get("name") not in said]
    badges = [node for node in shown if node.get("widget") == "badge"]
    rows = [_make_row(node, labels, fields[node.get("name")].groups) for node in shown if node not in badges]
    card = E.t(_make_head(root, badges), *rows, *_make_buttons(root))
    card.set("t-name", "card")
    hidden = [_make_field(node, invisible="1") for node in columns if node not in shown]
    return E.kanban(*hidden, E.templates(card), **_get_attributes(root, RIGHTS))


def _make_head(root, badges):
    title = E.field(name="display_name", **{"class": "fw-bold"}, **_get_decorations(root))
    head = E.div(title, E.div(*map(_make_badge, badges), **{"class": "text-end"}))
    head.set("class", "d-flex justify-content-between gap-2")
    return head


def _make_buttons(root):
    buttons = [deepcopy(node) for node in root.iterchildren("button")]
    for button in buttons:
        button.set("class", "btn btn-link p-0 me-3")
    return buttons


def _is_shown(node):
    if node.get("optional") == "hide" or node.get("widget") in ("handle", "list_activity"):
        return False
    return node.get("column_invisible") in (None, "0", "False") and node.get("invisible") not in ("1", "True")


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


def _get_condition(node):
    return {"invisible": node.get("invisible")} if node.get("invisible") else {}


def _make_row(node, labels, reader_groups):
    """Return a line with label and value, which is not there while the value is empty or out of place.

    :param reader_groups: of the field itself, whatever the view
    """
    name = node.get("name")
    label = E.span(node.get("string") or labels[name])
    label.set("class", "text-muted text-nowrap")
    row = E.div(label, _make_field(node))
    row.set("class", "d-flex gap-2")
    row.set("t-if", f"record.{name}.raw_value")
    # what somebody's groups take away, they take with its line: the line asks the field
    conditions = [_get_condition(node) | _get_attributes(node, ("groups",))]
    conditions.append({"groups": reader_groups} if reader_groups else {})
    for condition in filter(None, conditions):
        row = E.div(row, **condition)
    return row

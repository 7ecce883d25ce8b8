from collections import defaultdict
from math import isfinite

from odoo import api, models
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.fields import Command, Domain
from odoo.tools import format_date

from ..described.card import add_cards, make_card, make_form, put_in_one_column
from ..printing.marks import close_up_texts
from ..printing.spreadsheet import as_cell
from ..rpc.rpc import core_door
from .given import get_given
from .phrases import join_names

MODULE = "sales_office_policy"

#: fields that are in the title of a record whole, where it is called by them
SAID_IN_TITLE = frozenset(
    {"date", "direction", "kind", "number", "planned_start", "post", "reference", "sanction", "start"}
)
#: what our style sheets know our views by; tables of a form are as our lists are
CLASSES = {
    "calendar": "o_sales_office_calendar",
    "form": "o_sales_office_form o_sales_office_list",
    "kanban": "o_sales_office_kanban",
    "list": "o_sales_office_list",
}


class SalesOfficeReaderMixin(models.AbstractModel):
    """A record that tells its writer no more about others than they may read of them.

    Odoo shows the name of what a record refers to (and whatever is computed from it) to whoever may read the record,
    and asks nobody whether they may read what they refer to. Everybody may read what they write themselves or are about
    to write, so a number is all it would take to learn the title of a secret paper. Here a reference is accepted from
    nobody who may not read what it refers to, however it comes: as a value, as a default in the context or of the user,
    in a command for a line, typed into a form that is not saved.

    What follows from the rest of the record is left to its computation instead of being refused, as a form sends back
    what it was shown. Where a computation refers to something that the reader may not read, a form that is not saved
    shows it without its name.

    Odoo's own models inherit it where they have fields of ours.
    """

    _name = "sales.office.reader.mixin"
    _description = "Sales Office Reader Mixin"
    _inherit = "sales.office.described.mixin"

    @api.depends(lambda self: (self._rec_name,) if self._rec_name else ())
    @api.depends_context("lang")
    def _compute_display_name(self):
        """Call a record what its reader calls it: never by a technical name, a number or a value of the database."""
        if self._original_module != MODULE:
            return super()._compute_display_name()
        if not self._rec_name:
            self.display_name = self.env["ir.model"]._get(self._name).name
            return None
        match self._fields[self._rec_name].type:
            case "selection":
                labels = dict(self._fields[self._rec_name]._description_selection(self.env))
                for record in self:
                    record.display_name = labels.get(record[self._rec_name], "")
            case "date":
                for record in self:
                    record.display_name = format_date(self.env, record[self._rec_name])
            case _:
                return super()._compute_display_name()

    def _where_post(self, *posts):
        """Return those of these records in whose company the current user holds one of ``posts``."""
        companies = self.env.user._get_sales_office_companies(*posts)
        return self.filtered(lambda record: record.company_id.id in companies)

    def _is_post_held(self, *posts):
        """Return whether the current user holds one of ``posts`` in the company of each of these records; somewhere."""
        companies = self.env.user._get_sales_office_companies(*posts)
        return bool(companies) and all(record.company_id.id in companies for record in self)

    @api.model
    def _get_post_domain(self, *posts, own=False):
        """Return :meth:`_where_post` as a domain; ``own`` leaves out what is only lent."""
        return Domain("company_id", "in", self.env.user._get_sales_office_companies(*posts, own=own))

    @api.model
    def _get_default_kanban_view(self):
        """Make the card of the list; Odoo's own says no more than the name."""
        if self._original_module != MODULE:
            return super()._get_default_kanban_view()
        root, _view = self._get_view(view_type="list")
        labels = {name: field._description_string(self.env) for name, field in self._fields.items()}
        return make_card(root, self._fields, labels, self._get_said_in_title())

    @api.model
    def _get_default_form_view(self):
        """Make the form of a list that is typed in, which a phone needs; Odoo's own has all fields there are."""
        if self._original_module == MODULE:
            root, _view = self._get_view(view_type="list")
            if root.get("editable"):
                return make_form(root)
        return super()._get_default_form_view()

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Show the wide tables of a form as cards on a phone, and cards below each other.

        Our views have classes of their own, for what ``static/src/shared`` says of them: headings and names wrap,
        columns of cards fit beside each other, and a day of a calendar is read on a phone.
        """
        arch, view = super()._get_view(view_id, view_type, **options)
        if (self.env.lang or "").startswith("zh"):
            close_up_texts(arch)
        if self._original_module == MODULE and view_type in CLASSES:
            arch.set("class", " ".join(filter(None, (arch.get("class"), CLASSES[view_type]))))
        if options.get("mobile") and view_type == "form":
            add_cards(arch, self, MODULE)
        elif options.get("mobile") and view_type == "kanban" and self._original_module == MODULE:
            put_in_one_column(arch)
        return arch, view

    def _get_said_in_title(self):
        """Return the fields that the title of a card says already.

        They are what a record is called by, its kind, number, day and the like.
        """
        depends, _context = self._fields["display_name"].get_depends(self)
        called = {name.partition(".")[0] for name in depends if name.endswith((".name", ".display_name"))}
        return called | SAID_IN_TITLE.intersection(depends) | {self._rec_name, "display_name"}

    @core_door
    def write(self, vals):
        """Let values refer to nothing that the user may not read.

        :raises AccessError: what is given may not be read
        :raises UserError: a number is none
        """
        if not self.env.su:
            self._check_finite([vals])
            self._check_given([vals])
        return super().write(vals)

    @api.model
    def _add_precomputed_values(self, vals_list):
        """Ask about the values of new records once all defaults are among them and nothing is computed yet."""
        if not self.env.su:
            self._check_finite(vals_list)
            self._check_given(vals_list, leave_computed=True)
        return super()._add_precomputed_values(vals_list)

    @core_door
    @api.model
    def default_get(self, fields):
        """Refuse what a context refers to; leave out what the user themselves or their company once chose as a default.

        The superuser gets no defaults of the caller's context (see ``Environment.__call__``).

        :raises AccessError: the context refers to what the user may not read
        """
        defaults = self._get_defaults(super().default_get, fields)
        if self.env.su:
            return defaults
        by_context = {name: value for name, value in defaults.items() if f"default_{name}" in self.env.context}
        self._check_given([by_context], nested=True, leave_computed=True)
        others = {name: value for name, value in defaults.items() if f"default_{name}" not in self.env.context}
        for given in self._find_unreadable([others]):
            del others[given.field.name]
        return by_context | others

    @api.model
    def _get_defaults(self, default_get, fields):
        """Return the defaults, or refuse those of a context that are no values of their fields."""
        try:
            return default_get(fields)
        except (TypeError, ValueError):
            if self.env.su or not any(name.startswith("default_") for name in self.env.context):
                raise
            raise UserError(
                self.env._("What opened this gives it a value that does not fit. Open it from the menu instead.")
            ) from None

    @core_door
    def onchange(self, values, field_names, fields_spec):
        """Answer a form that refers to nothing its user may not read, without names that they may not.

        :raises AccessError: what is given may not be read
        """
        if self.env.su:
            return super().onchange(values, field_names, fields_spec)
        values = dict(values)
        self._check_given([values], nested=True, leave_computed=True)
        result = super().onchange(values, [name for name in field_names if name in values], fields_spec)
        self._hide_names(result.get("value") or {})
        return result

    @core_door
    def export_data(self, fields_to_export):
        """Keep what anybody typed from being run as a formula by whoever opens the file."""
        result = super().export_data(fields_to_export)
        if self._original_module == MODULE:
            result["datas"] = [[as_cell(value) for value in row] for row in result["datas"]]
        return result

    # ------------------------------------------------------------
    # What is given
    # ------------------------------------------------------------

    @api.model
    def _check_finite(self, vals_list):
        """Raise a ``UserError`` for a number without an end, or none: JSON and imports have such.

        The database holds NaN above every bound below which a number has to be, and every sum with it is none.
        """
        for vals in vals_list:
            for name, value in vals.items():
                if isinstance(value, (float, str)) and _is_endless(self._fields.get(name), value):
                    label = self._fields[name]._description_string(self.env) or name
                    raise UserError(self.env._("%(name)s: this is no number.", name=label))

    def _check_given(self, vals_list, nested=False, leave_computed=False):
        """Refuse references to what the user may not read.

        :param nested: look into the commands for lines as well; lines that are saved are asked by their own model
        :param leave_computed: take such a reference out of ``vals_list`` where it can be computed
        :raises AccessError: names the fields, never what they refer to
        """
        refused = []
        for given in self._find_unreadable(vals_list, nested):
            if leave_computed and given.field.compute:
                given.vals.pop(given.field.name, None)
            else:
                refused.append(given.field)
        if refused:
            names = sorted({field._description_string(self.env) or field.name for field in refused})
            raise AccessError(
                self.env._(
                    "%(names)s: you may not read what is given there. Choose something you are shown.",
                    names=join_names(self.env, names),
                )
            )

    def _find_unreadable(self, vals_list, nested=False):
        """Return what is given in ``vals_list`` that the user may not read, with one check per model."""
        found = [given for vals in vals_list for given in get_given(self, self._get_guarded(vals), nested)]
        hidden = self._get_hidden((given.comodel, given.ids) for given in found)
        return [given for given in found if hidden[given.comodel] & given.ids and not self._stays(given)]

    @api.model
    def _get_guarded(self, values):
        """Return those of ``values`` that are asked about: on a model of another module our own fields only."""
        if self._original_module == MODULE:
            return values
        return {
            name: value
            for name, value in values.items()
            if name in self._fields and self._fields[name]._module == MODULE
        }

    def _stays(self, given):
        """Return whether every record refers to precisely that already, so that writing it tells nothing new."""
        field = given.field
        if not self or field.type != "many2one" or field.model_name != self._name:
            return False
        return all(set(record[field.name].ids) == given.ids for record in self.sudo())

    # ------------------------------------------------------------
    # What a form shows
    # ------------------------------------------------------------

    def _hide_names(self, values):
        """Take the names of what the user may not read out of what a form is told.

        What a saved record refers to is shown as to all its readers.
        """
        shown = list(_get_shown(self, self._get_guarded(values)))
        hidden = self._get_hidden((field.comodel_name, [title["id"]]) for _record, field, title in shown)
        for record, field, title in shown:
            if title["id"] in hidden[field.comodel_name] and record[field.name].id != title["id"]:
                title["display_name"] = self.env._("(not shown to you)")

    @api.model
    def _get_hidden(self, references):
        """Return ``{model: ids that the user may not read}`` for pairs of a model and ids."""
        ids_by_model = defaultdict(set)
        for comodel, ids in references:
            ids_by_model[comodel].update(ids)
        return {comodel: self._get_hidden_ids(comodel, ids) for comodel, ids in ids_by_model.items()}

    @api.model
    def _get_hidden_ids(self, comodel, ids):
        records = self.env[comodel].browse(ids)
        if comodel == "hr.employee" and not records.browse().has_access("read"):
            records = self.env["hr.employee.public"].browse(ids)  # the same people, as everybody may see them
        try:
            readable = records._filtered_access("read")
        except MissingError:
            readable = records.exists()._filtered_access("read")
        if hidden := records - readable:
            hidden.invalidate_recordset()  # asking has read them as superuser
        return set(hidden.ids)


def _is_endless(field, value):
    """Return whether the value is a number that has no end, for a field of ours that takes numbers."""
    if field is None or field.type not in ("float", "monetary") or field._module != MODULE:
        return False
    try:
        return not isfinite(float(value))
    except ValueError:
        return False  # Odoo says so


def _get_shown(record, values):
    """Yield each many2one that a form is told: its record (empty while new), its field and what is shown of it."""
    for name, value in values.items():
        field = record._fields[name]
        if field.type == "many2one" and isinstance(value, dict) and value.get("id"):
            yield record, field, value
        elif field.type in ("one2many", "many2many"):
            lines = record.env[field.comodel_name]
            for code, line_id, line_values in value or ():
                if code in (Command.CREATE, Command.UPDATE):
                    saved = lines.browse(line_id if isinstance(line_id, int) else ())
                    yield from _get_shown(saved, line_values)

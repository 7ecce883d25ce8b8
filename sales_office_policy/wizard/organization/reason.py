from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import clean_context, format_amount, format_date, format_datetime, plaintext2html

from ...models.organization.rpc.argument_types import Records, Refused
from ...models.organization.rpc.rpc import rpc


class SalesOfficeReason(models.TransientModel):
    """Asks for the words that go with an action of a record, and does it.

    What is asked is declared by the record's model, see ``sales.office.protected.mixin``. The dialog is no door of its
    own: it reads the record as its user may, and the action checks who asks and when. It asks once for many records
    that were chosen in a list, and says which of them are left out.
    """

    _name = "sales.office.reason"
    _description = "Reason"
    _inherit = "sales.office.reader.mixin"

    res_model = fields.Char(string="Kind of Record", required=True, readonly=True)
    res_id = fields.Many2oneReference("About", model_field="res_model", required=True, readonly=True)
    res_ids = fields.Json("All That It Is about", readonly=True, help="Empty: about one record.")
    operation = fields.Char(required=True, readonly=True)
    button = fields.Char(string="What Is Done", compute="_compute_reason")
    question = fields.Text(string="What to Write", compute="_compute_reason")
    shown = fields.Html(string="What It Is about", compute="_compute_reason")
    example = fields.Char(compute="_compute_reason")
    is_optional = fields.Boolean(string="May Be Left Empty", compute="_compute_reason")
    doable_count = fields.Integer(string="Done With", compute="_compute_many")
    left_out = fields.Text(string="Those Left Out", compute="_compute_many")
    text = fields.Text()

    @api.depends("res_model", "res_id", "operation")
    @api.depends_context("uid", "lang", "allowed_company_ids")
    def _compute_reason(self):
        for dialog in self:
            if not (dialog.res_model and dialog.res_id and dialog.operation):  # opened from nowhere
                dialog.button = dialog.question = dialog.shown = dialog.example = dialog.is_optional = False
                continue
            records, reason = dialog._get_asked()
            dialog.button = reason.button
            dialog.question = reason.question
            dialog.shown = not dialog.res_ids and _describe(records, reason.shown)
            dialog.example = reason.placeholder
            dialog.is_optional = reason.is_optional and not dialog.res_ids

    @api.depends("res_model", "res_ids", "operation")
    @api.depends_context("uid", "lang", "allowed_company_ids")
    def _compute_many(self):
        for dialog in self:
            records = dialog._get_asked()[0] if dialog.res_ids else None
            doable, obstacles = records._sort_out(dialog.operation) if records else ((), {})
            dialog.doable_count = len(doable)
            dialog.left_out = "\n".join(records._describe_left_out(obstacles)) if obstacles else False

    @rpc(one=True)
    def action_confirm(self):
        """Pass the words to the record's action; return what it returned, or close.

        :raises UserError: when the record does not ask for words before that
        :raises AccessError: when the user may not read the record
        """
        records, _reason = self._get_asked()
        if self.res_ids:
            return records._do_for_many(self.operation, records._check_reason(self.text))
        done = getattr(records, f"action_{self.operation}")(self.text or "")
        return done if isinstance(done, dict) else {"type": "ir.actions.act_window_close"}

    def _get_asked(self):
        """Return the records, as their reader, and the ``Reason`` they ask for; refuse whatever else was given."""
        model = self.env.get(self.res_model)
        protected = self.env.registry["sales.office.protected.mixin"]
        try:
            if not isinstance(model, protected) or model._abstract:
                raise Refused
            records = Records(self.res_model).convert(self, self.res_ids or self.res_id)
        except Refused:
            raise UserError(self.env._("This does not exist any more, or never did. Load the page again.")) from None
        # what the dialog began with would be defaults of whatever the action makes
        records = records.with_context(clean_context(self.env.context))
        if self.res_ids:
            records._get_many_of(self.operation)
        return records, records[:1]._get_reason(self.operation)


def _describe(record, names):
    """Return the fields of the record that have something to say, with their labels, as HTML.

    What a record is called stands without a label: that it is a name goes without saying.
    """
    lines = []
    for name in names:
        if value := record[name]:
            field = record._fields[name]
            label, text = field._description_string(record.env), _get_text(record, field, value)
            if name in ("display_name", record._rec_name):
                lines.append(Markup("<dt>%s</dt>") % text)
            else:
                lines.append(Markup("<dt>%s</dt><dd>%s</dd>") % (label, plaintext2html(text)))
    return Markup("<dl>%s</dl>") % Markup().join(lines) if lines else False


def _get_text(record, field, value):
    """Return a value as its reader writes it."""
    match field.type:
        case "date":
            return format_date(record.env, value)
        case "datetime":
            return format_datetime(record.env, value, dt_format="short")
        case "many2one":
            return value.display_name
        case "monetary":
            return format_amount(
                record.env, value, record[field.get_currency_field(record)] or record.env.company.currency_id
            )
        case "selection":
            return dict(field._description_selection(record.env))[value]
        case _:
            return str(value)

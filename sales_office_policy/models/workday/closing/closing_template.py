from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ...organization.local_time import get_utc_time
from ...organization.rpc.rpc import core_door


class SalesOfficeClosingTemplate(models.Model):
    """What is to be switched off, closed and looked after before the office is left, and on which evenings.

    A template without an office is used by every office that has none of its own for the same
    evenings (R010, R011).
    """

    _name = "sales.office.closing.template"
    _description = "Closing Template"
    _inherit = ["sales.office.protected.mixin", "sales.office.used.mixin"]
    _order = "department_id, sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    department_id = fields.Many2one(
        "hr.department",
        string="Office",
        domain="[('is_sales_office', '=', True)]",
        index="btree_not_null",
        ondelete="cascade",
        help="Leave empty for every office that has no template of its own for the same evenings.",
    )
    company_id = fields.Many2one(related="department_id.company_id", store=True, index=True)
    applies = fields.Selection(
        [
            ("daily", "Every Working Day"),
            ("holiday", "Before Public Holidays"),
            ("closed", "Before Any Closed Day"),
        ],
        required=True,
        default="daily",
        help="Every Working Day: each day the office is open, make-up days included.\n"
        "Before Public Holidays: on the last working day before one or more closed days of which at least one is "
        "a public holiday of the office's schedule. An ordinary weekend does not count; one that a holiday makes "
        "longer does, and the list is due on the last day worked before it.\n"
        "Before Any Closed Day: on the last working day before any day the office is not open, "
        "ordinary weekends included.",
    )
    end_time = fields.Float(
        required=True, default=18.0, help="By when it has to be done, in the time zone of the office."
    )
    reminder_minutes = fields.Integer(
        string="Reminder (Minutes Before)",
        default=30,
        help="The person on duty is reminded so long before the end time. 0: no reminder.",
    )
    line_ids = fields.One2many("sales.office.closing.template.line", "template_id", string="Items", copy=True)

    _end_time_in_day = models.Constraint(
        "CHECK (end_time > 0 AND end_time <= 24)", "The end time is an hour between 0 and 24."
    )
    _reminder_positive = models.Constraint(
        "CHECK (reminder_minutes >= 0)", "The minutes before the end time must not be negative."
    )

    @api.constrains("department_id")
    def _check_department_is_office(self):
        for template in self:
            if template.department_id and not template.department_id.is_sales_office:
                raise ValidationError(
                    self.env._(
                        "%(department)s is not a sales office itself. Choose the office it belongs to.",
                        department=template.department_id.display_name,
                    )
                )

    @api.constrains("line_ids", "active")
    def _check_items(self):
        for template in self:
            if template.active and not template.line_ids:
                raise ValidationError(
                    self.env._("%(template)s: list at least one item to be ticked.", template=template.name)
                )

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Make templates of closing lists.

        :raises ValidationError: no item to tick
        """
        templates = super().create(vals_list)
        templates._check_items()  # a template made without items has nothing that triggers the check
        return templates

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        # sudo: lists the user may not see count as well
        if self.env["sales.office.closing"].sudo().search_count([("template_id", "in", self.ids)], limit=1):
            raise UserError(self.env._("Closing lists were made from this template. Archive it instead."))

    @core_door
    def copy_data(self, default=None):
        """Copy a template; whoever takes the shipped one for their office chooses the office."""
        vals_list = super().copy_data(default)
        return [
            {**vals, "name": self.env._("%(name)s (copy)", name=template.name)}
            for template, vals in zip(self, vals_list, strict=True)
        ]

    @api.model
    def _get_by_office(self, offices):
        """Return ``{office: templates}``: its own, and the shared ones for the evenings it has none for."""
        templates = self.search([("department_id", "in", [*offices.ids, False])])
        shared = templates.filtered(lambda template: not template.department_id)
        result = {}
        for office in offices:
            own = templates.filtered(lambda template, office=office: template.department_id == office)
            kinds = own.mapped("applies")
            result[office] = own + shared.filtered(lambda template, kinds=kinds: template.applies not in kinds)
        return result

    def _filter_applying(self, before_closed, before_holiday):
        """Return the templates that apply on a working day with these qualities."""
        applies = {"daily": True, "closed": before_closed, "holiday": before_holiday}
        return self.filtered(lambda template: applies[template.applies])

    def _get_deadline(self, day, zone):
        """Return the end time of ``day`` on the clocks of a time zone (pytz), naive in UTC."""
        return get_utc_time(day, self.end_time, zone)

    def _get_reminder(self, deadline):
        return deadline - timedelta(minutes=self.reminder_minutes) if self.reminder_minutes else False


class SalesOfficeClosingTemplateLine(models.Model):
    """One thing to be ticked."""

    _name = "sales.office.closing.template.line"
    _description = "Closing Template Item"
    _inherit = "sales.office.protected.mixin"
    _order = "template_id, sequence, id"
    _place_fields = frozenset({"template_id"})

    template_id = fields.Many2one("sales.office.closing.template", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="template_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Item", required=True, translate=True, help="As a fact: Lights are off.")

    @api.model
    def _copy_to(self, closings):
        """Give new lists the items of their templates, in all languages, in one statement: there are many."""
        if not closings:
            return
        self.flush_model()
        closings.flush_model(["template_id"])
        self.env.execute_query(
            SQL(
                """
                INSERT INTO sales_office_closing_line (closing_id, item_id, sequence, name, state,
                                                       create_uid, create_date, write_uid, write_date)
                     SELECT closing.id, item.id,
                            row_number() OVER (PARTITION BY closing.id ORDER BY item.sequence, item.id) - 1, item.name,
                            'open', %(user)s, %(now)s, %(user)s, %(now)s
                       FROM sales_office_closing closing
                       JOIN sales_office_closing_template_line item ON item.template_id = closing.template_id
                      WHERE closing.id IN %(ids)s
                  RETURNING id
                """,
                user=self.env.uid,
                now=self.env.cr.now(),
                ids=tuple(closings.ids),
            )
        )
        closings.invalidate_recordset(["line_ids"])

    @api.model
    def _copy_names(self, closings):
        """Copy the wording, in all languages at once, to the lists made from these templates.

        A list keeps it from then on, whatever becomes of the template.
        """
        lines = self.env["sales.office.closing.line"]
        self.flush_model(["name"])
        lines.flush_model(["name", "item_id", "closing_id"])
        if closings:
            self.env.execute_query(
                SQL(
                    """
                    UPDATE sales_office_closing_line line
                       SET name = item.name
                      FROM sales_office_closing_template_line item
                     WHERE item.id = line.item_id AND line.closing_id IN %s AND line.name != item.name
                 RETURNING line.id
                    """,
                    tuple(closings.ids),
                )
            )
            lines.invalidate_model(["name"])

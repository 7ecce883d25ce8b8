from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...order.res_partner import GRADES
from ...organization.rpc.argument_types import is_id
from ...organization.rpc.rpc import rpc

#: fields of a contact that an item may ask for; each of them everybody may read
FIELDS = [
    ("category_id", "Tags"),
    ("comment", "Notes"),
    ("industry_id", "Industry"),
    ("lang", "Language"),
    ("ref", "Customer Number"),
    ("website", "Website"),
]
EVIDENCE = [
    ("address", "Street and City"),
    ("reach", "Telephone or E-mail"),
    ("person", "A Person to Talk to"),
    ("vat", "Tax ID on File"),
    ("invoicing", "Everything for Invoicing"),
    ("licence", "A Valid Paper"),
    ("field", "A Field of the Contact"),
    ("visit", "A Visit Reported"),
    ("need", "Needs Known"),
]
#: evidence that grows old
AGEING = ("visit", "need")


class SalesOfficeFileItem(models.Model):
    """Something a complete customer file has, what shows it, and how much it counts (R033, R113).

    A company with items of its own goes by these alone; the others share the items without a company.
    """

    _name = "sales.office.file.item"
    _description = "Item of the Customer File"
    _inherit = "sales.office.protected.mixin"
    _order = "sequence, id"

    name = fields.Char(string="In the File", required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        index=True,
        default=lambda self: self.env.company,
        help="Leave empty for all companies without items of their own.",
    )
    evidence = fields.Selection(EVIDENCE, string="Shown by", required=True, default="field")
    field_name = fields.Selection(FIELDS, string="Which Field")
    kind = fields.Selection(
        [("all", "Companies and Persons"), ("company", "Companies Only"), ("person", "Persons Only")],
        string="Asked of",
        required=True,
        default="all",
    )
    grade = fields.Selection(
        GRADES, string="From Grade", help="Asked of customers of this grade and better ones. Empty: of everybody."
    )
    weight = fields.Integer(default=10, required=True, aggregator=None, help="How much it counts beside the others.")
    fresh_days = fields.Integer(
        string="Fresh for (Days)",
        aggregator=None,
        help="What is older counts as missing: a visit, or needs that nobody looked at since. 0: it never grows old.",
    )

    _weight = models.Constraint("CHECK (weight BETWEEN 1 AND 1000)", "An item counts with 1 to 1000.")
    _fresh_days = models.Constraint("CHECK (fresh_days BETWEEN 0 AND 3650)", "Something is fresh for up to 3650 days.")
    _field_named = models.Constraint(
        "CHECK (evidence != 'field' OR field_name IS NOT NULL)", "Say which field of the contact shows it."
    )

    @api.model
    def _get_of(self, company):
        """Return the items (sudo) by which the files of a company are judged."""
        # sudo: they hold for everybody
        items = self.sudo().search(Domain("company_id", "in", [company.id, False]))
        items = items.filtered("company_id") or items
        return items.filtered(lambda item: item.evidence != "need" or "sales.office.need" in self.env)

    def _asks(self, partner):
        """Return whether a customer (sudo) has to have this item."""
        if self.kind != "all" and (self.kind == "company") != partner.is_company:
            return False
        return not self.grade or bool(partner.sales_office_grade and partner.sales_office_grade <= self.grade)

    @rpc(one=True)
    def action_fill(self):
        """Open where the item is filled in for the customer that the context names.

        :raises UserError: no customer that the user may read
        """
        partner_id = self.env.context.get("sales_office_customer_id")
        partner = self.env["res.partner"].browse(partner_id if is_id(partner_id) else []).exists()
        if not partner or not partner.has_access("read"):
            raise UserError(self.env._("Open it from the customer's file again."))
        if self.evidence == "visit":
            return partner.action_plan_sales_office_visit()
        model, values = "res.partner", {"res_id": partner.id}
        if self.evidence == "licence":
            model, values = "sales.office.partner.licence", {"context": {"default_partner_id": partner.id}}
        elif self.evidence == "need":
            return partner.action_view_opportunity()
        elif self.evidence == "person":
            person = {"default_parent_id": partner.id, "default_type": "contact", "default_is_company": False}
            values = {"context": person}
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": model,
            "views": [(False, "form")],
            "target": "current" if "res_id" in values else "new",
            **values,
        }

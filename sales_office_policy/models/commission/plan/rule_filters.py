from contextlib import contextmanager
from datetime import timedelta
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...books.scope import Conditions
from ...organization.asking import Search
from ...organization.record import literal_domain

#: which field of a rule looks where
PATHS = {
    "category_ids": "product_id.categ_id",
    "product_ids": "product_id",
    "partner_tag_ids": "%(customer)s.category_id",
    "country_ids": "%(customer)s.country_id",
    "state_ids": "%(customer)s.state_id",
    "team_ids": "%(document)s.team_id",
    "source_ids": "%(document)s.source_id",
}
#: fields that ask for what is sold
GOODS = ("category_ids", "product_ids")
#: the document and the customer of a line
LINES = {
    "account.move.line": {"document": "move_id", "customer": "move_id.commercial_partner_id"},
    "sale.order.line": {"document": "order_id", "customer": "order_id.partner_id.commercial_partner_id"},
}


class Scope(NamedTuple):
    """What a rule counts beyond the member's own sales, in names as they are now; ``{employee: members}`` who lead."""

    common: dict
    leaders: dict

    def get_figures(self, employee, period):
        """Return the figures a line of the employee keeps of it; nothing where nothing has to be said."""
        figures = dict(self.common)
        members = self.leaders and self.leaders.get(employee)
        if members:
            led = members.filtered(lambda member: member._is_between(*period)).led_department_ids
            figures["departments"] = led.mapped("name")
        return {"scope": figures} if any(figures.values()) else {}


class SalesOfficeCommissionRule(models.Model):
    """Which sales count for a rule, and how the explanation of a line says so (R134)."""

    _inherit = "sales.office.commission.rule"

    category_ids = fields.Many2many(
        "product.category", string="Product Categories", help="Of these categories and those below; empty: of all."
    )
    product_ids = fields.Many2many("product.product", string="Products", help="Empty: all products.")
    partner_tag_ids = fields.Many2many(
        "res.partner.category", string="Customer Tags", help="Of customers with one of these tags; empty: of all."
    )
    country_ids = fields.Many2many("res.country", string="Countries", help="Of customers there; empty: anywhere.")
    state_ids = fields.Many2many("res.country.state", string="Provinces", help="Of customers there; empty: anywhere.")
    team_ids = fields.Many2many("crm.team", string="Sales Teams", help="Sold by these teams; empty: by all.")
    source_ids = fields.Many2many("utm.source", string="Sources", help="From these sources; empty: from all.")
    new_customer_months = fields.Integer(
        string="New Customers for (Months)",
        help="Only what is sold this many months from the customer's first invoice or order on; 0: to all customers.",
    )
    domain = fields.Char(string="Further Conditions", help="On the lines that count; fixed values only.")
    is_filtered = fields.Boolean(
        string="For Some Sales Only",
        compute="_compute_is_filtered",
        store=True,
        help="Whether the categories, products, customers, teams or sources say which.",
    )
    filter_model = fields.Char(compute="_compute_filter_model")

    _new_customer_months_range = models.Constraint(
        "CHECK (new_customer_months >= 0)", "A number of months is 0 or more."
    )

    @api.depends(*PATHS)
    def _compute_is_filtered(self):
        for rule in self:
            rule.is_filtered = any(rule[name] for name in PATHS)

    @api.depends("basis")
    def _compute_filter_model(self):
        for rule in self:
            rule.filter_model = "sale.order.line" if rule.basis == "ordered" else "account.move.line"

    @api.onchange("domain", "basis")
    def _onchange_domain(self):
        # the check searches as superuser: for those who may write rules only
        return self._warn_of_refusal(self._check_domain) if self.browse().has_access("write") else None

    @api.constrains("domain", "basis")
    def _check_domain(self):
        for rule in self.filtered("domain"):
            with rule._naming_what_is_wrong():
                literal_domain.check(self.env[rule.filter_model], literal_domain.parse(rule.domain))

    @contextmanager
    def _naming_what_is_wrong(self):
        """Turn what is wrong with the further conditions into a sentence.

        :raises ValidationError: instead of the ``ValueError``
        """
        try:
            yield
        except ValueError as error:
            raise ValidationError(
                self.env._("The further conditions of “%(rule)s” cannot be used: %(why)s", rule=self.name, why=error)
            ) from error

    def _get_conditions(self, gated=True):
        """Return ``{rule: Conditions}`` with which the rules ask the books.

        :param gated: False where :meth:`_find_unapproved` found nothing, so that it decides nothing about invoices
        """
        credited_days = self.plan_id._get_credited_days()
        return {
            rule: rule._prepare_conditions(credited_days[rule.plan_id] if rule._asks_for_credit_notes() else (), gated)
            for rule in self
        }

    @api.model
    def _find_unapproved(self):
        """Return what finds out whether anything was invoiced at a price that was not approved.

        Where nothing was, rules ask the books for what targets ask for as well, which is then read once.
        """
        invoiced = Domain("order_line", "any", Domain("invoice_lines", "!=", False))
        unapproved = Domain("sales_office_price_given", "=", "unapproved") & invoiced
        return Search(self.env["sale.order"].sudo(), unapproved, counted=True)  # sudo: told to nobody

    def _asks_for_credit_notes(self):
        """Whether the day on which a credit note counts makes a difference."""
        return self.basis in ("invoiced", "margin")

    def _prepare_conditions(self, credited_days, gated=True):
        goods, documents = self._get_domains(self.filter_model)
        if gated or self.basis == "ordered":
            documents &= ~self._get_price_gate_domain()
        return Conditions(
            goods=goods,
            documents=documents,
            new_customer_months=self.new_customer_months,
            credited_days=credited_days,
            unpaid_since=self._get_unpaid_since(),
            in_units=self.rate_type == "per_unit",
        )

    def _get_unpaid_since(self):
        """Return the day before which what was due has to be paid to count; None where it counts unpaid."""
        days = self.plan_id.unpaid_days if self._asks_for_credit_notes() else 0
        return fields.Date.context_today(self) - timedelta(days=days) if days else None

    def _get_domains(self, model_name):
        """Return ``(goods, documents)``: what the rule asks of what a line sells, and of everything else."""
        with self._naming_what_is_wrong():  # what they ask about may have gone with another module
            typed = literal_domain.parse(self.domain)
            typed.validate(self.env[model_name])
        goods, documents = self._get_field_domains(model_name)
        for part in literal_domain.split(typed):
            if all(condition.field_expr.split(".")[0] == "product_id" for condition in part.iter_conditions()):
                goods &= part
            else:
                documents &= part
        return goods, documents

    def _asks_for_lines(self):
        """Whether the rule looks at what exactly is sold, which an amount alone does not say."""
        return bool(
            self.category_ids or self.product_ids or self.domain
            or self.rate_type == "per_unit" or self.basis == "margin"
        )  # fmt: skip

    def _get_quoted_conditions(self):
        """Return the :class:`Conditions` of the order lines that will count; None if only their invoices can tell."""
        if self.basis == "ordered" or not self.domain:
            goods, documents = self._get_domains("sale.order.line")
            return Conditions(goods=goods, documents=documents)
        return None

    def _get_field_domains(self, model_name):
        """Return what the fields of the rule ask of the product of a line, and of its document and customer."""
        goods = documents = Domain.TRUE
        for name in self._get_filled():
            operator = "child_of" if name == "category_ids" else "in"
            domain = Domain(PATHS[name] % LINES[model_name], operator, self[name].ids)
            if name in GOODS:
                goods &= domain
            else:
                documents &= domain
        return goods, documents

    def _get_filled(self):
        """Return the names of the fields that limit the rule; most have none, which one column says without a query."""
        return [name for name in PATHS if self[name]] if self.is_filtered else []

    def _get_price_gate_domain(self):
        """Return the domain of the lines that earn nothing yet because their price was not approved.

        Once it is, they are in the books' next reading, and a locked month is settled by difference.
        """
        if not self.company_id._sales_office_uses("order"):
            return Domain.FALSE
        unapproved = Domain("sales_office_price_given", "=", "unapproved")
        if self.filter_model == "sale.order.line":
            return Domain("order_id", "any", unapproved)
        return Domain("sale_line_ids", "any", Domain("order_id", "any", unapproved))

    def _counts_customer(self, customer, day):
        """Whether a sale to ``customer`` (empty: not known yet, so new) on ``day`` is to a customer new enough."""
        months = self.new_customer_months
        if not months or not customer:
            return True
        return self.env["sales.office.books"]._is_new_customer(self.company_id, self.basis, customer, day, months)

    def _get_scopes(self):
        """Return ``{rule: Scope}``."""
        branches = {company: self._get_branches(company) for company in self.company_id}
        leading = self.filtered(lambda rule: rule.credit_to == "leader").plan_id
        leading.member_ids.led_department_ids.fetch(["name"])  # of all at once
        leaders = {plan: plan.member_ids.filtered("led_department_ids").grouped("employee_id") for plan in leading}
        return {
            rule: Scope(
                {
                    "own": rule.credit_to == "leader" and rule.include_own,
                    "branches": branches[rule.company_id],
                    "credit_notes": rule._asks_for_credit_notes() and rule.plan_id.credit_notes == "invoice",
                    "unpaid_days": rule.plan_id.unpaid_days if rule._asks_for_credit_notes() else 0,
                    "filters": rule._get_filter_figures(),
                },
                leaders[rule.plan_id] if rule.credit_to == "leader" else {},
            )
            for rule in self
        }

    def _get_branches(self, company):
        """Return the names of the companies below one."""
        return self.env["res.company"].browse(company._get_sales_office_branch_ids()).mapped("name")

    def _get_filter_figures(self):
        """Return ``{field: names, or a number}`` of what the rule is limited to."""
        limits = {name: self[name].mapped("display_name") for name in self._get_filled()}
        if self.new_customer_months:
            limits["new_customer_months"] = self.new_customer_months
        if self.domain:
            limits["domain"] = True
        return limits

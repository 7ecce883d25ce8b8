from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..organization.rpc.rpc import core_door

GRADES = [("a", "A"), ("b", "B"), ("c", "C"), ("d", "D")]
#: of all companies, while the others are of each
GRADE = "sales_office_grade"
TERM = "property_payment_term_id"
#: what says which prices and terms are the house's own for a customer
TERMS = (GRADE, "specific_property_product_pricelist", TERM)
#: and is written by way of another field
WRITTEN = {*TERMS, "property_product_pricelist"}


class ResPartner(models.Model):
    """A customer's own terms: prices are judged by them, so nobody below a manager changes them where limits hold."""

    _name = "res.partner"
    _inherit = ["res.partner", "sales.office.collected.customer"]

    sales_office_grade = fields.Selection(
        GRADES,
        string="Customer Grade",
        tracking=True,
        groups="sales_office_policy.group_order",
        help="Price limits may be wider for customers of a higher grade. Given by a sales manager.",
    )

    # Odoo tells what somebody owes who keeps the books only, and finds contacts by it for everybody
    credit = fields.Monetary(search="_search_told_credit")

    @api.model
    def _search_told_credit(self, operator, value):
        """Find contacts by what they owe, for who may read it: others would learn the number by asking often enough."""
        if self.env["sales.office.receivable"]._get_company_ids():
            self._check_field_access(self._fields["credit"], "read")
        return self._credit_search(operator, value)

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Make contacts.

        :raises AccessError: with a list, terms or a grade of the customer's own, by who sells within limits
        """
        partners = super().create(vals_list)
        given = {name for vals in vals_list for name in vals if vals[name]}
        if not self.env.su and self._is_bound_to_terms(given):
            made = partners.sudo().filtered(lambda partner: not partner.parent_id)  # sudo: compared only
            if any(partner._has_own_terms() for partner in made):
                self._refuse_terms()
        return partners

    @core_door
    def write(self, vals):
        """Change contacts.

        :raises AccessError: what prices are judged by is changed by who sells within limits
        """
        if self.env.su or WRITTEN.isdisjoint(vals) or not self._is_bound_to_terms(vals):
            return super().write(vals)
        before = self._get_terms()
        result = super().write(vals)
        if self._get_terms() != before:
            self._refuse_terms()
        return result

    def _has_own_terms(self):
        """Return whether the customer has a grade, or a list or terms that are not everybody's."""
        everybodys = {
            name: self._fields[name].company_dependent and self._fields[name].get_company_dependent_fallback(self)
            for name in TERMS
        }
        return any(self[name] and self[name] != everybodys[name] for name in TERMS)

    def _get_terms(self):
        return [tuple(partner[name] for name in TERMS) for partner in self.sudo()]  # sudo: compared only

    @api.model
    def _is_bound_to_terms(self, names=()):
        """Return whether the current user sells by limits, and does not make them.

        :param names: what is written: a grade, by which all companies go, counts in any that somebody sells for, unless
            they make limits in the current one; terms, by the rules of credit as well
        """
        user, company = self.env.user, self.env.company
        makers = user._get_sales_office_companies("manager", "policy_admin", "finance")
        companies = user.company_ids if GRADE in names and company.id not in makers else company
        sellers = user._get_sales_office_companies("representative", "clerk", "customer_relations")
        return any(
            one.id in sellers
            and one.id not in makers
            and one._sales_office_uses("order")
            and self._are_terms_judged(one.id, names)
            for one in companies
        )

    @api.model
    def _are_terms_judged(self, company_id, names):
        if self.env["sales.office.discount.limit"]._get_table(company_id):
            return True
        rules = self.env["sales.office.credit.rule"]._get_table(company_id) if TERM in names else ()
        return any(rule.kind == "term" for rule in rules)

    @api.model
    def _refuse_terms(self):
        raise AccessError(
            self.env._(
                "Price list, payment terms and grade of a customer say what they are offered without asking. "
                "A sales manager sets them."
            )
        )

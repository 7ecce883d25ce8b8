from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain

from ..organization.rpc.rpc import core_door
from .penalty.violation_step import WHOLE
from .violation.notice import STAGES

SUBJECT = "sales.office.violation"


class ResCompany(models.Model):
    _inherit = "res.company"

    sales_office_judge_id = fields.Many2one(
        "res.users", string="Decides about Directors", domain=[("share", "=", False)], ondelete="set null"
    )
    sales_office_appeal_judge_id = fields.Many2one(
        "res.users", string="Hears Their Appeals", domain=[("share", "=", False)], ondelete="set null"
    )
    sales_office_fines_enabled = fields.Boolean(string="Fines", default=True)
    sales_office_fine_replacement = fields.Selection(
        [("fine", "The fine"), ("points", "A warning with its points"), ("training", "A training")],
        string="Where a Ladder Has a Fine",
        compute="_compute_sales_office_fine_replacement",
        inverse="_inverse_sales_office_fine_replacement",
        store=True,
        readonly=False,
    )
    sales_office_penalty_approval = fields.Boolean(
        string="Approve Changed Penalties",
        help="Changed penalties count once a director approved them, and nobody approves their own change.",
    )
    sales_office_training_days = fields.Integer(string="Days to Attend a Training", default=20)
    sales_office_answer_days = fields.Integer(string="Days to Answer", default=3)
    sales_office_appeal_days = fields.Integer(string="Days to Appeal", default=5)
    sales_office_anonymise_months = fields.Integer(string="Names of Leavers Kept (Months)")
    sales_office_gift_limit = fields.Monetary(string="Gifts Kept Without Asking", default=0)
    sales_office_gift_days = fields.Integer(string="Days to Declare a Gift", default=1)
    sales_office_notice_automatic = fields.Boolean(string="Send Letters")
    sales_office_notice_template_id = fields.Many2one(
        "mail.template", string="Notice of a Case", domain=[("model", "=", SUBJECT)], ondelete="set null"
    )
    sales_office_decision_template_id = fields.Many2one(
        "mail.template", string="Decision of a Case", domain=[("model", "=", SUBJECT)], ondelete="set null"
    )
    sales_office_appeal_template_id = fields.Many2one(
        "mail.template", string="Decision on the Appeal", domain=[("model", "=", SUBJECT)], ondelete="set null"
    )
    sales_office_annulment_template_id = fields.Many2one(
        "mail.template", string="Annulment of a Case", domain=[("model", "=", SUBJECT)], ondelete="set null"
    )

    _sales_office_anonymise_months_positive = models.Constraint(
        "CHECK (sales_office_anonymise_months >= 0)", "The number of months must not be negative."
    )
    _sales_office_training_days_positive = models.Constraint(
        "CHECK (sales_office_training_days BETWEEN 1 AND 365)", "A training is given 1 to 365 working days."
    )
    _sales_office_answer_days_positive = models.Constraint(
        "CHECK (sales_office_answer_days BETWEEN 1 AND 365)", "The employee has 1 to 365 working days to answer."
    )
    _sales_office_appeal_days_positive = models.Constraint(
        "CHECK (sales_office_appeal_days BETWEEN 1 AND 365)", "The employee has 1 to 365 working days to appeal."
    )
    _sales_office_gift_limit_positive = models.Constraint(
        "CHECK (sales_office_gift_limit >= 0)", "The limit of gifts must not be negative."
    )
    _sales_office_gift_days_positive = models.Constraint(
        "CHECK (sales_office_gift_days BETWEEN 0 AND 365)", "The days to declare a gift lie between 0 and 365."
    )

    @api.constrains("sales_office_judge_id", "sales_office_appeal_judge_id")
    def _check_sales_office_judges(self):
        """Two internal users of the company, and nobody who names themselves but who manages access rights."""
        for company in self:
            judges = company._get_sales_office_judges()
            if len(judges) == 1 and company.sales_office_judge_id == company.sales_office_appeal_judge_id:
                raise ValidationError(
                    self.env._("Nobody hears the appeal against their own decision: name two persons.")
                )
            for user in judges.sudo():  # sudo: whether they may be named, nothing is shown
                if user.share or company not in user.company_ids:
                    raise ValidationError(
                        self.env._("%(name)s is no internal user of %(company)s.", name=user.name, company=company.name)
                    )

    def _check_names_others(self, vals):
        """Refuse that somebody makes themselves the judge of directors, as with any other post."""
        if self.env.su and self.env.uid == SUPERUSER_ID or self.env.user.has_group("base.group_erp_manager"):
            return
        if self.env.uid in (vals.get("sales_office_judge_id"), vals.get("sales_office_appeal_judge_id")):
            raise AccessError(
                self.env._("Nobody gives themselves this post: have it given by who manages access rights.")
            )

    def _check_approval_kept(self, vals):
        """Refuse that whoever changes the penalties does away with their approval."""
        if vals.get("sales_office_penalty_approval", True) or (self.env.su and self.env.uid == SUPERUSER_ID):
            return
        approved = self.sudo().filtered("sales_office_penalty_approval")  # sudo: what the company wants is no secret
        directed = self.env.user._get_sales_office_companies("director")
        if set(approved.ids) - set(directed) and not self.env.user.has_group("base.group_erp_manager"):
            raise AccessError(
                self.env._("Only a director, or who manages access rights, does away with the approval of penalties.")
            )

    def _get_sales_office_judges(self):
        """Return the users named for what concerns directors: one decides, the other hears appeals."""
        return self.sales_office_judge_id | self.sales_office_appeal_judge_id

    def _are_sales_office_judges_there(self):
        """Return whether both are named, can log in and still work for the company (sudo)."""
        self.ensure_one()
        judges = self._get_sales_office_judges().filtered(lambda user: user.active and self in user.company_ids)
        return len(judges) == 2

    def _get_sales_office_directors(self):
        """Return the users (sudo) who are directors in this company."""
        self.ensure_one()
        directors = self.env.ref("sales_office_policy.group_director").sudo().all_user_ids  # sudo: compared only
        return directors.filtered(lambda user: self.id in user._get_sales_office_companies("director"))

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Make companies; who judges directors there gets the group for it."""
        used = self._get_conduct_users()
        companies = super().create(vals_list)
        companies.sales_office_judge_id._sync_sales_office_judges()
        companies.sales_office_appeal_judge_id._sync_sales_office_judges()
        if not used:
            self._get_conduct_users()._name_currency(False)
        return companies

    @core_door
    def write(self, vals):
        """Have fines and limits keep their numbers when these turn out to be meant in another currency.

        :raises AccessError: the user names themselves as who judges, or does away with the approval of penalties
        """
        self._check_names_others(vals)
        self._check_approval_kept(vals)
        before = {company: company.currency_id for company in self} if "currency_id" in vals else {}
        used = "sales_office_room_ids" not in vals or self._get_conduct_users()
        named = self._get_sales_office_judges()
        result = super().write(vals)
        if not {"sales_office_judge_id", "sales_office_appeal_judge_id"}.isdisjoint(vals):
            (named | self._get_sales_office_judges())._sync_sales_office_judges()
        for company, currency in before.items():
            if company.currency_id != currency:
                # tables of every company stay with those that still count in it
                shared = not self.sudo().search_count([("currency_id", "=", currency.id)], limit=1)
                company._name_currency(company.id, *([False] if shared else []), currency=currency)
        if not used:
            self._get_conduct_users()._name_currency(False)
        return result

    @api.model
    def _get_conduct_users(self):
        """Return the companies (sudo) that work with cases."""
        # sudo: of all companies, for what they share
        return self.sudo().search([("sales_office_room_ids.code", "=", "conduct")])

    def _name_currency(self, *owners, currency=None):
        """Give the tables of ``owners`` the one currency of these companies; only those in ``currency``, if given.

        The tables come in the currency of whichever company was there when they were installed. They are written for
        the first that works with them.
        """
        if len(self.currency_id) != 1:
            return
        domain = Domain("company_id", "in", owners)
        if currency:
            domain &= Domain("currency_id", "=", currency.id)
        for name in ("sales.office.violation.type", "sales.office.sanction.limit"):
            # sudo: whoever sets a company up need not edit the tables
            table = self.env[name].sudo().with_context(active_test=False).search(domain)
            # nobody changed a penalty: it is not in their history
            table.with_context(sales_office_tariff=WHOLE).currency_id = self.currency_id

    @api.depends("sales_office_fines_enabled")
    def _compute_sales_office_fine_replacement(self):
        for company in self:
            if company.sales_office_fines_enabled:
                company.sales_office_fine_replacement = "fine"
            elif company.sales_office_fine_replacement in (False, "fine"):
                company.sales_office_fine_replacement = "points"

    def _inverse_sales_office_fine_replacement(self):
        for company in self:
            company.sales_office_fines_enabled = company.sales_office_fine_replacement == "fine"

    @api.constrains(*(setting for setting, _shipped in STAGES.values()))
    def _check_sales_office_letters(self):
        for company in self:
            letters = (company[setting] for setting, _shipped in STAGES.values())
            if any(letter and letter.sudo().model != SUBJECT for letter in letters):
                raise ValidationError(self.env._("Choose a letter that is about cases."))

from datetime import timedelta

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from ...organization.local_time import get_utc_time, get_zone


class SalesOfficeContract(models.Model):
    """Who signs a contract for the house, on which day, with which seal (R115).

    It is a mandate's to say: see ``sales.office.mandate``. What the customer has signed binds all the same, whoever
    signed for us; that is recorded with the reason, a check finds it, and somebody who could have signed ratifies it.
    """

    _inherit = "sales.office.contract"

    def _check_signing(self, signatory, signed_on):
        """Raise a ``UserError`` unless somebody of the house can have signed this (sudo) on that day."""
        today = self._get_member_today()
        if signed_on > today:
            raise UserError(self.env._("The day of a signature must not lie in the future."))
        if signed_on < self.ready_on:
            raise UserError(
                self.env._(
                    "%(contract)s could be signed since %(day)s only: its text was not settled before.",
                    contract=self.display_name,
                    day=format_date(self.env, self.ready_on),
                )
            )
        signatory = signatory.sudo()  # sudo: whoever records it need not read employees
        if not signatory.active or signatory.company_id != self.company_id:
            raise UserError(self.env._("It is signed by somebody who works for the company."))
        if self.kind_id.needs_seal:
            self._check_seal(signed_on)

    def _check_seal(self, signed_on):
        """Raise a ``UserError`` unless a seal of the office was on loan on that day, where it keeps any."""
        if not self.company_id._sales_office_uses("custody"):
            return
        category = self.env.ref("sales_office_policy.document_category_seal")
        office = self.department_id.sales_office_id
        # sudo: asked only whether there is a seal, and a loan of it; who reads them is nobody's business here
        seals = self.env["sales.office.document"].sudo()
        seals = seals.search([("category_id", "=", category.id), ("department_id.sales_office_id", "=", office.id)])
        begin, end = (get_utc_time(signed_on, hour, get_zone(self._get_member_tz())) for hour in (0, 24))
        lent = Domain("document_id", "in", seals.ids) & Domain("state", "in", ("on_loan", "returned"))
        day = Domain("returned_at", "=", False) | Domain("returned_at", ">=", begin)
        loans = seals.loan_ids.search(lent & Domain("handed_over_at", "<", end) & day, limit=1)
        if loans or not seals:
            return
        raise UserError(
            self.env._(
                "A %(kind)s is sealed, and no seal of the office was lent on %(day)s: "
                "have the clerk hand it out first.",
                kind=self.kind_id.name,
                day=format_date(self.env, signed_on),
            )
        )

    def _sign(self, signatory, signed_on, reason=""):
        """Note the signature on this contract (sudo); raise a ``UserError`` where it is none and no reason is given."""
        mandate, fault = self.env["sales.office.mandate"]._examine(self, signatory, signed_on)
        fault = fault or self._get_lapse(mandate, signatory)
        if fault and not reason:
            raise UserError(fault)
        self.write(
            {
                "state": "signed",
                "signatory_id": signatory.id,
                "signed_on": signed_on,
                "recorded_on": self._get_member_today(),
                "mandate_id": False if fault else mandate.id,
                "mandate_fault": fault or False,
                "mandate_reason": fault and reason or False,
            }
        )
        for name in self._deadline_days:
            self._set_deadlines(name, signed_on)
        self.milestone_ids._ask()
        if fault:
            self.env["sales.office.check"]._trigger()

    def _get_lapse(self, mandate, signatory):
        """Return why a mandate that ended since is no longer taken for a day before: only who stands above says so."""
        if not mandate or mandate._holds_on(self._get_member_today()):
            return ""
        above = mandate._get_authority_domain() & Domain("id", "=", mandate.id)
        if mandate.sudo(False).search_count(above, limit=1):
            return ""
        return self.env._(
            "The mandate of %(name)s has ended. A signature from before is recorded by somebody above them.",
            name=signatory.name,
        )

    def _get_signed_together(self, day):
        """Return ``[(amount, currency)]`` of this contract (sudo) and all of its party that are signed about that day.

        What takes off counts as nothing, or a contract could be signed, taken off and signed again.
        """
        days = timedelta(days=self.company_id.sales_office_mandate_days)
        others = self.search(
            [
                ("commercial_partner_id", "=", self.commercial_partner_id.id),
                ("company_id", "=", self.company_id.id),
                ("signed_on", ">=", day - days),
                ("signed_on", "<=", day + days),
            ]
        )
        return [(contract.amount, contract.currency_id) for contract in others | self if contract.amount > 0]

    def _sign_by_customer(self, order):
        """Note on these contracts (sudo) that the customer accepted the quotation: it binds, whoever may sign here."""
        for contract in self:
            salesperson = contract.employee_id
            contract.customer_signatory = order.signed_by or contract.customer_signatory or order.partner_id.name
            contract._sign(
                salesperson,
                contract._get_member_today(),
                self.env._("The customer accepted the quotation %(order)s.", order=order.name),
            )
            contract._notify_users(
                "user_id", lambda told: told.env._("The customer has accepted: the contract binds us.")
            )

    def _filter_ratifiable(self):
        """Return those whose signature was not the signatory's to give, and that the current user takes over."""
        faulty = self.filtered(lambda contract: contract.sudo().mandate_fault and not contract.ratified_by_id)
        if not faulty:
            return faulty
        own, mandates = self.env.user._get_sales_office_employees(), self.env["sales.office.mandate"]
        return faulty.filtered(
            lambda contract: (
                contract.sudo().signatory_id not in own
                and any(not mandates._examine(contract.sudo(), me, contract._get_member_today())[1] for me in own)
            )
        )

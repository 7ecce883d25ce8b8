from odoo import models

from .settlement import decimal


class SalesOfficeStatementLine(models.Model):
    """How what a rule pays for a period comes about."""

    _inherit = "sales.office.statement.line"

    def _explain_calculation(self):
        """Return e.g. "8,000.00 × 5 % + 4,000.00 × 8 % = 720.00"."""
        if "teams" in self.figures:
            texts = [self._explain_team(team) for team in self.figures["teams"]]
            return "; ".join(texts) or self._format(0)
        text = self._explain_figures(self.figures)
        if "achieved" not in self.figures:
            return text
        if self.figures["achieved"] is None:
            return self.env._("No target: %(text)s", text=text)
        percent = round(decimal(self.figures["achieved"]), 2)
        percent = self.env["sales.office.commission.wording"]._format_number(percent)
        return self.env._("Target achieved by %(percent)s %%: %(text)s", percent=percent, text=text)

    def _explain_team(self, figures):
        """Return e.g. "North: 8,000.00 × 5 % = 400.00, of which for 2,000.00 of 8,000.00: 100.00"."""
        wording = self.env["sales.office.commission.wording"]
        per_unit = figures["rate_type"] == "per_unit"
        part, whole = (
            wording._format_number(figures[name]) if per_unit else self._format(float(figures[name]))
            for name in ("part", "whole")
        )
        return self.env._(
            "%(team)s: %(text)s, of which for %(part)s of %(whole)s: %(share)s",
            team=figures["team"],
            text=self._explain_figures(figures),
            part=part,
            whole=whole,
            share=self._format(float(figures["share"])),
        )

    def _explain_figures(self, figures):
        return self.env["sales.office.commission.wording"]._explain(
            self.currency_id,
            figures["rate_type"],
            [(float(base), float(rate)) for base, rate in figures["parts"]],
            float(figures["unlimited"]),
            float(figures["amount"]),
        )

    def _format_base(self, amount, quantity):
        """Return what counts in words of the rule: an amount, or units."""
        if self.rule_id.rate_type == "per_unit":
            return self.env["sales.office.commission.wording"]._format_number(quantity)
        return self._format(amount)

    def _get_entries_action(self):
        """Return the action that opens the very documents the line is made of."""
        books = self.env["sales.office.commission.books"].sudo()  # sudo: which they are; reading them is up to the user
        rule = self.sudo().rule_id
        ids = books._get_document_ids(rule, self.sudo().employee_id, self.period_from, self.period_to)
        orders = rule.basis == "ordered"
        view = "view_order_list_commission" if orders else "account_move_view_list_commission"
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "sale.order" if orders else "account.move",
            "view_mode": "list,form",
            "views": [(self.env.ref(f"sales_office_policy.{view}").id, "list"), (False, "form")],
            "domain": [("id", "in", ids)],
            "context": {"create": False},
        }

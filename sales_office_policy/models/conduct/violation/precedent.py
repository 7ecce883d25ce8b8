from odoo import models
from odoo.fields import Domain

#: similar cases that a decider is shown
SHOWN = 6


class SalesOfficeViolation(models.Model):
    """Equal cases are decided alike: who decides sees what became of similar ones, and of nobody's (R046)."""

    _inherit = "sales.office.violation"

    def _get_precedents(self):
        """Return what became of the last closed cases of this kind in the company, the same occurrence first.

        :return: list of dicts of texts in the user's language: month, occurrence, sanction, fine, points, appeal;
            empty for anybody who may not judge the case
        """
        if not self or not self.filtered_domain(self._get_judge_domain()):
            return []
        alike = Domain("type_id", "=", self.type_id.id) & Domain("company_id", "=", self.company_id.id)
        domain = alike & Domain("state", "=", "closed") & Domain("id", "!=", self.id)
        # sudo: cases of other departments count as well; neither name nor day leaves, but what was decided
        cases = self.sudo().search(domain, order="date desc, id desc", limit=10 * SHOWN)
        cases = cases.sorted(lambda case: abs(case.occurrence - self.occurrence))[:SHOWN]
        return [case._describe_precedent() for case in cases]

    def _describe_precedent(self):
        labels = {
            name: dict(self._fields[name]._description_selection(self.env)) for name in ("sanction", "appeal_outcome")
        }
        return {
            "month": self.date.strftime("%Y-%m"),
            "occurrence": self.occurrence,
            "sanction": labels["sanction"].get(self.sanction, ""),
            "fine": self.currency_id.format(self.fine_amount) if self.fine_amount else "",
            "points": self.points,
            "appeal": labels["appeal_outcome"].get(self.appeal_outcome, ""),
        }

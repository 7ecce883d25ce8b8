from odoo import fields, models

from ...organization.record.few_list import FewOne2many
from ..contact.contacted_lead import GROUP

#: what is entered with a lost deal
LOST = ("sales_office_lost_to_id", "sales_office_lost_price", "sales_office_lost_offer")


class SalesOfficeContestedLead(models.AbstractModel):
    """A lead with what its customer needs and whom we sell against, and to whom it was lost (R064)."""

    _name = "sales.office.contested.lead"
    _description = "Lead with Needs and Competitors"

    sales_office_need_ids = FewOne2many(
        "sales.office.need", "lead_id", string="Customer Needs", copy=False, groups=GROUP
    )
    sales_office_competitor_line_ids = FewOne2many(
        "sales.office.competitor.line", "lead_id", string="Competitors' Offers", copy=False, groups=GROUP
    )
    sales_office_lost_to_id = fields.Many2one(
        "sales.office.competitor",
        string="Lost to",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups=GROUP,
        help="Who got the deal.",
    )

    def _get_offered(self):
        """Return what the customer was offered last, without taxes, in the lead's currency; else what is expected."""
        quoted = self.order_ids.filtered(lambda order: order.state in ("draft", "sent")).sorted("id")[-1:]
        if quoted and quoted.currency_id == self.company_currency:
            return quoted.amount_untaxed
        return self.expected_revenue

    def _take_records(self, others):
        """Take what is written down about leads that are merged into this one."""
        for name in ("need", "competitor.line", "stage.note", "stage.evidence", "stage.override"):
            # sudo: the leads were the user's to merge, what hangs on them comes along
            records = self.env[f"sales.office.{name}"].sudo()
            records.search([("lead_id", "in", others.ids)], order="lead_id, id")._move_to_lead(self)

    def _forget_lost(self, old, new):
        """Forget to whom deals were lost that are lost no more, as Odoo forgets the reason.

        :param dict old: ``{id of a lead: {"is_lost": ...}}`` as it was
        :param dict new: as it is
        """
        opened = self.filtered(
            lambda lead: old.get(lead.id, {}).get("is_lost") and not new.get(lead.id, {}).get("is_lost")
        )
        told = opened.sudo().filtered("sales_office_lost_to_id")  # sudo: follows from what the user does
        if told:
            told.write(dict.fromkeys(LOST, False))

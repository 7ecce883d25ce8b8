from odoo import api, fields, models

from ...organization.rpc.rpc import core_door, rpc


class SalesOfficeComplainingCustomer(models.AbstractModel):
    """A customer's complaints, and one click to take one down (R051).

    Complaints are read by who serves the customer. As every user may write a salesperson into a contact, they follow a
    change only where whoever leads the one before, or is a director or customer relations, makes it.
    """

    _name = "sales.office.complaining.customer"
    _description = "Customer Who Complains"

    sales_office_complaint_count = fields.Integer(
        string="Complaints",
        compute="_compute_sales_office_complaint_count",
        groups="sales_office_policy.group_customer",
    )
    sales_office_rating_asked_on = fields.Date(
        readonly=True, copy=False, prefetch=False, groups=fields.NO_ACCESS, export_string_translation=False
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_sales_office_complaint_count(self):
        counts = dict.fromkeys(self.ids, 0)
        groups = (
            self.env["sales.office.complaint"]._read_group(
                [("partner_id", "child_of", self.ids)], ["partner_id"], ["__count"]
            )
            if self.ids
            else ()
        )
        for partner, count in groups:
            while partner:  # a company counts what concerns its people
                if partner.id in counts:
                    counts[partner.id] += count
                partner = partner.sudo().parent_id
        for partner in self:
            partner.sales_office_complaint_count = counts.get(partner.id, 0)

    @rpc(one=True)
    def action_open_sales_office_complaints(self):
        """Open the complaints of this customer; where there are none, a new one to take down."""
        action = self.env["ir.actions.actions"]._for_xml_id("sales_office_policy.sales_office_complaint_action")
        action |= {
            "domain": [("partner_id", "child_of", self.id)],
            "context": {"default_partner_id": self.id, "default_contact_name": self.name},
        }
        if not self.sales_office_complaint_count:
            action |= {"view_mode": "form", "views": [(False, "form")]}
        return action

    @core_door
    def write(self, vals):
        """Change customers; where somebody entitled gives them to another one, their complaints come along."""
        if "user_id" not in vals:
            return super().write(vals)
        served = {partner.id: partner.user_id for partner in self.sudo()}  # sudo: compared only
        result = super().write(vals)
        self._hand_on_complaints(served)
        return result

    def _hand_on_complaints(self, served):
        """Let who serves these customers now read what those read who served them before.

        :param dict served: ``{id: who served it}``
        """
        heir = self[:1].sudo().user_id  # all of them got the same
        left = {id_: former for id_, former in served.items() if former != heir}
        left = self._filter_handed_on(left) if heir else {}
        if not left:
            return
        # sudo: whoever leads them need not look after every complaint
        complaints = self.env["sales.office.complaint"].sudo().search([("partner_id", "child_of", list(left))])
        for complaint in complaints:
            partner = complaint.partner_id
            former = left.get(partner.id, left.get(partner.commercial_partner_id.id))
            if former is not None and complaint.seller_id == former and complaint.company_id in heir.company_ids:
                complaint.seller_id = heir

    def _filter_handed_on(self, left):
        """Return those of ``{id: who served it}`` that are the current user's to give to somebody else."""
        here = self.env.user._get_sales_office_companies("customer_relations", "director")
        if self.env.su or self.env.company.id in here:
            return left
        led = self.env["res.users"].union(*left.values()).filtered("in_office_scope")
        return {id_: former for id_, former in left.items() if former and former in led}

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...organization.record.phrases import join_phrases
from ..contact.contacted_lead import GROUP

#: in a context: a lead that is made, imported, merged or converted; an object, which nobody can send
BY_ITSELF = object()
CHANNEL = ("source_id", "medium_id")


class SalesOfficeChannelledLead(models.AbstractModel):
    """By which channel an opportunity came: Odoo's source and medium, known at the latest when it goes on (R073)."""

    _name = "sales.office.channelled.lead"
    _description = "Sales Office Channelled Lead"

    sales_office_channel_missing = fields.Char(
        string="Channel Missing",
        compute="_compute_sales_office_channel_missing",
        groups=GROUP,
        help="What is not known yet of how the customer came to us.",
    )

    @api.depends("source_id", "medium_id", "company_id", "type", "active", "won_status")
    @api.depends_context("lang")
    def _compute_sales_office_channel_missing(self):
        for lead in self:
            company = lead.company_id or self.env.company
            asked = company._sales_office_uses("customer") and company.sudo().sales_office_channel_mode != "off"
            missing = asked and lead.type == "opportunity" and lead._is_open_lead() and lead._get_missing_channel()
            lead.sales_office_channel_missing = missing or False

    def _get_missing_channel(self):
        """Return in words which of source and medium this lead lacks."""
        names = [name for name in CHANNEL if not self[name]]
        return join_phrases(self.env, [self._fields[name]._description_string(self.env) for name in names])

    def _check_channel(self, vals):
        """Raise unless these leads have a channel, if they leave the first stage by somebody's hand.

        Back, lost, made, imported, merged, converted, or moved by the software, they need none.
        """
        stage = self.env["crm.stage"].browse(vals.get("stage_id") or [])
        if not stage or self.env.su or self.env.context.get("sales_office_moved") is BY_ITSELF:
            return
        lacking = self._filter_followed().filtered(
            lambda lead: (
                (lead.company_id or self.env.company).sudo().sales_office_channel_mode == "require"  # sudo: a setting
                and not all(vals[name] if name in vals else lead[name] for name in CHANNEL)
                and lead.stage_id
                and (stage.sequence, stage.id) > (lead.stage_id.sequence, lead.stage_id.id)
            )
        )
        first = {
            team: same[:1]._stage_find(domain=[("fold", "=", False)])
            for team, same in lacking.grouped("team_id").items()
        }
        lacking = lacking.filtered(lambda lead: lead.stage_id == first[lead.team_id])
        if lacking:
            raise UserError(
                self.env._(
                    "Say how the customer came to us before “%(lead)s” goes on to %(stage)s: enter %(names)s, in "
                    "the tab with further information or in the list.",
                    lead=lacking[0].name,
                    stage=stage.name,
                    names=lacking[0]._get_missing_channel(),
                )
            )

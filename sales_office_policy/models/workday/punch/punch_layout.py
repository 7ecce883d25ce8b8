from odoo import api, fields, models

from ...organization.record.row_lock import claim_rows


class SalesOfficePunchLayout(models.Model):
    """What the columns of a company's files of readings hold: chosen once, known again by their headings."""

    _name = "sales.office.punch.layout"
    _description = "Layout of Files of Readings"
    _inherit = "sales.office.reader.mixin"

    name = fields.Char(required=True, help="The headings.")
    company_id = fields.Many2one("res.company", required=True, ondelete="cascade")
    tz = fields.Char(string="Time Zone of the Clocks", required=True)
    roles = fields.Json("What Columns Hold", required=True, help="What columns hold, by their letters.")

    _name_uniq = models.UniqueIndex("(company_id, name)", "This layout is known already.")

    @api.model
    def _find(self, company, signature):
        """Return the layout (sudo) of files with these headings."""
        # sudo: whoever imports knows the headings themselves
        return self.sudo().search([("company_id", "=", company.id), ("name", "=", signature)], limit=1)

    @api.model
    def _remember(self, company, signature, tz, roles):
        """Keep what was chosen for files with these headings."""
        claim_rows(company)  # somebody may bring a file of the same kind just now
        vals = {"tz": tz, "roles": roles}
        if layout := self._find(company, signature):
            layout.write(vals)
        else:
            self.sudo().create({**vals, "company_id": company.id, "name": signature})  # sudo: as in _find

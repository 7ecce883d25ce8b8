import re
import unicodedata
from urllib.parse import urlsplit

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...organization.rpc.argument_types import Record
from ...organization.rpc.rpc import core_door, rpc

#: what says who they are, normalised, and the field that it is made of
KEYS = {"name_key": "name", "vat_key": "vat", "website_key": "website"}
#: what is looked at to know whether somebody is there already
KNOWN_BY = (*KEYS.values(), "company_id")
#: legal forms at the end of a name, which people leave out or not
LEGAL_FORM = re.compile(
    r"(?:有限责任公司|股份有限公司|有限公司|集团公司|公司|coltd|limited|ltd|gmbh|corp|inc|llc|plc)+$"
)
#: what people write about a competitor
WORDS = ("strengths", "weaknesses", "note")
#: who keeps the list in order
KEEPERS = ("team_leader", "manager", "director", "policy_admin")


def get_name_key(name):
    """Return by what a name is compared: letters and digits of any script, without case and legal form.

    >>> get_name_key("Grand  Hotel, Ltd."), get_name_key("grand-hotel"), get_name_key("海景酒店有限公司")
    ('grandhotel', 'grandhotel', '海景酒店')
    """
    letters = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name or "").casefold())
    return LEGAL_FORM.sub("", letters) or letters or (name or "").strip()


def get_website_key(website):
    """Return the host of an address.

    >>> get_website_key("https://www.Grand.example/en"), get_website_key("grand.example")
    ('grand.example', 'grand.example')
    """
    address = (website or "").strip().casefold()
    return (urlsplit(address if "//" in address else f"//{address}").hostname or "").removeprefix("www.")


class SalesOfficeCompetitor(models.Model):
    """Whom we sell against: one entry for each, however people write the name, with what is known of them (R049, R064).

    What is entered twice all the same is merged; what is no competitor any more is archived.
    """

    _name = "sales.office.competitor"
    _description = "Competitor"
    _inherit = "sales.office.protected.mixin"
    _order = "name, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        default=lambda self: self.env.company,
        help="Leave empty for a competitor that every company meets.",
    )
    vat = fields.Char(string="Tax ID")
    website = fields.Char()
    strengths = fields.Text(string="What They Are Good at")
    weaknesses = fields.Text(string="Where They Fall Short")
    note = fields.Text(string="How to Sell against Them")
    name_key = fields.Char(string="Name, Compared", compute="_compute_keys", store=True)
    vat_key = fields.Char(string="Tax ID, Compared", compute="_compute_keys", store=True)
    website_key = fields.Char(string="Website, Compared", compute="_compute_keys", store=True)
    line_ids = fields.One2many("sales.office.competitor.line", "competitor_id", string="Offers Known", readonly=True)

    _name_uniq = models.UniqueIndex(
        "(COALESCE(company_id, 0), name_key)", "There is a competitor of this name already, perhaps archived."
    )
    _vat_uniq = models.UniqueIndex(
        "(COALESCE(company_id, 0), vat_key) WHERE vat_key <> ''", "There is a competitor with this tax ID already."
    )
    _website_uniq = models.UniqueIndex(
        "(COALESCE(company_id, 0), website_key) WHERE website_key <> ''",
        "There is a competitor with this website already.",
    )

    @api.depends("name", "vat", "website")
    def _compute_keys(self):
        for competitor in self:
            competitor.name_key = get_name_key(competitor.name)
            competitor.vat_key = re.sub(r"[\W_]+", "", competitor.vat or "").upper()
            competitor.website_key = get_website_key(competitor.website)

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Enter competitors.

        :raises ValidationError: one is there already
        """
        self.browse().check_access("create")
        for vals in vals_list:
            given = {name: vals[name] for name in KNOWN_BY if name in vals}
            self.new({"company_id": self.env.company.id} | given)._check_unknown()
        return super().create(vals_list)

    @core_door
    def write(self, vals):
        """Change competitors.

        :raises ValidationError: another is that already
        """
        self.check_access("write")
        given = {name: vals[name] for name in KNOWN_BY if name in vals}
        for competitor in self if given else ():
            self.new(given, origin=competitor)._check_unknown()
        return super().write(vals)

    def _check_unknown(self):
        """Name the one that is there already; the unique indexes stand behind two who enter it at the same time."""
        if known := self._find_known():
            raise ValidationError(
                self.env._(
                    "%(name)s is %(known)s, which is in the list already, perhaps archived. Take that one.",
                    name=self.name,
                    known=known.name,
                )
            )

    def _find_known(self):
        """Return (sudo) one of the user's companies that has the same name, tax ID or website and that the same people
        see; none mostly.
        """
        same = Domain.OR([Domain(key, "=", self[key]) for key in KEYS if self[key]])
        companies = self.env.companies & self.company_id if self.company_id else self.env.companies
        seen = Domain("company_id", "in", [*companies.ids, False])
        # sudo: archived ones and those of the list of all companies count as well
        competitors = self.sudo().with_context(active_test=False)
        return competitors.search(same & seen & Domain("id", "not in", self._origin.ids), limit=1)

    @core_door
    @api.model
    def name_create(self, name):
        """Take the one that is there instead of making another, however the name is written."""
        known = self.search([("name_key", "=", get_name_key(name))], limit=1)
        return (known.id, known.display_name) if known else super().name_create(name)

    def _check_editable(self, vals):
        """Who sells writes what they know; who is still a competitor the keepers of the list say."""
        if "active" in vals:
            self._check_kept_by_user()
        return super()._check_editable(vals)

    @rpc
    def action_merge(self, into: Record("sales.office.competitor")):
        """Make one of several competitors: what is recorded of the others goes to ``into``, and they are gone.

        :raises UserError: not by a leader or the policy administrator, there are no others, or of another company
        """
        others, everybody = self - into, self | into
        everybody.check_access("write")
        everybody._check_kept_by_user()
        if not others:
            raise UserError(self.env._("Choose at least two competitors to merge."))
        if into.company_id and len({competitor.company_id.id for competitor in everybody}) > 1:
            raise UserError(self.env._("Competitors of different companies are not merged."))
        into.sudo()._take_over(others.sudo())  # sudo: of opportunities that the user may not read as well
        return True

    def _check_kept_by_user(self):
        companies = self.env.user._get_sales_office_companies(*KEEPERS)
        if not companies or any(company.id not in companies for company in self.company_id):
            raise UserError(
                self.env._("A leader or the policy administrator of the company archives and merges competitors.")
            )

    def _take_over(self, others):
        """Take what is recorded of ``others`` and what is written about them, and delete them (sudo)."""
        leads = self.env["crm.lead"].sudo().with_context(active_test=False)  # sudo: whoever may read them
        leads.search([("sales_office_lost_to_id", "in", others.ids)]).sales_office_lost_to_id = self
        others.line_ids.competitor_id = self
        words = {name: "\n".join(filter(None, (self | others).mapped(name))) for name in WORDS}
        known = {name: self[name] or next(filter(None, others.mapped(name)), False) for name in ("vat", "website")}
        others.unlink()
        self.write(words | known)

from odoo import fields, models

from ...meeting.day_text import format_day


class SalesOfficeRegisterMixin(models.AbstractModel):
    """The printed register: a page for each office and month."""

    _inherit = "sales.office.register.mixin"

    #: the field that says in which month an entry is printed
    _register_date_field = None

    def _get_register_pages(self):
        """Return for each office and month: company, office, month, time zone (``tz``) and entries in order."""
        pages = self.grouped(
            lambda entry: (entry.company_id, entry.office_id, entry._get_register_day().replace(day=1))
        )
        return [
            {
                "company": company,
                "office": office.sudo().name,  # sudo: the name of an office is no secret
                "month": format_day(self.env, month, "yMMMM"),
                "tz": office._get_sales_office_tz(company),
                "entries": entries.sorted(lambda entry: (entry[self._register_date_field], entry.id)),
            }
            for (company, office, month), entries in sorted(
                pages.items(), key=lambda page: (page[0][2], page[0][0].id, page[0][1].id)
            )
        ]

    def _get_register_day(self):
        """Return the day of this entry on the clocks of its office."""
        self.ensure_one()
        value = self[self._register_date_field]
        if self._fields[self._register_date_field].type == "date":
            return value
        zone = self.office_id._get_sales_office_tz(self.company_id)
        return fields.Datetime.context_timestamp(self.with_context(tz=zone), value).date()

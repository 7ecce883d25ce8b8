from unicodedata import normalize

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...organization.printing.qr_code import draw_code
from .bar_code import draw_bars


class SalesOfficeDocument(models.Model):
    """A document's reference as the code on its label: given in one go, found by index."""

    _inherit = "sales.office.document"

    name = fields.Char(index="trigram")

    _reference_idx = models.Index("(reference)")
    _due_idx = models.Index("(due_at) WHERE state = 'on_loan'")
    _location_idx = models.Index("(home_location, department_id)")

    @api.model
    def _next_references(self, count):
        """Return the next ``count`` references, drawn from the sequence in one query."""
        if not count:
            return []
        Sequence = self.env["ir.sequence"].sudo()  # sudo: whoever registers a paper takes its number
        sequence = Sequence.search(
            [("code", "=", self._name), ("company_id", "in", [self.env.company.id, False])],
            order="company_id",
            limit=1,
        )
        if sequence.implementation != "standard" or sequence.use_date_range:
            return [Sequence.next_by_code(self._name) for _number in range(count)]
        numbers = self.env.execute_query(
            SQL("SELECT nextval(%s) FROM generate_series(1, %s)", f"ir_sequence_{sequence.id:03d}", count)
        )
        return [sequence.get_next_char(number) for (number,) in numbers]

    @api.model
    def _get_by_code(self, code):
        """Return the document with this label if the current user keeps it; none if none of his companies has it.

        :param str code: as scanned, or typed by an input method in wide letters
        :raise UserError: the label is another office's
        """
        plain = normalize("NFKC", code).strip()
        codes = {code, plain, plain.upper()}
        # sudo: what the label is not is said too, without a word about the paper
        mine = self.sudo().search([("reference", "in", list(codes)), ("company_id", "in", self.env.companies.ids)])
        mine = mine.sorted(lambda document: (document.company_id != self.env.company, document.reference != code))
        handled = mine.sudo(False).filtered("can_handle")[:1]
        if mine and not handled:
            office = mine[0].department_id.sales_office_id
            raise UserError(
                self.env._("%(code)s belongs to the office %(office)s.", code=plain, office=office.display_name)
            )
        return handled

    def _draw_codes(self, code):
        """Return how to draw a label's code: dict of ``bars`` and ``square``, each ``(width, path)``.

        Odoo's own barcode in a report needs an image library that many servers lack, and has no
        code at all for a Chinese reference.
        """
        return {"bars": draw_bars(code), "square": draw_code(code)}

    @api.ondelete(at_uninstall=False)
    def _unlink_except_counted(self):
        # sudo: a count matters even if the user may not see it
        lines = self.env["sales.office.document.stocktake.line"].sudo().search([("document_id", "in", self.ids)])
        if lines:
            raise UserError(
                self.env._(
                    "A document that was counted in a stock-take cannot be deleted: %(documents)s. "
                    "Have it destroyed instead.",
                    documents=", ".join(lines.document_id.mapped("display_name")),
                )
            )

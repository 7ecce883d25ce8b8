from unicodedata import normalize

from odoo import api, models
from odoo.exceptions import UserError
from odoo.models import fix_import_export_id_paths
from odoo.tools import SQL
from odoo.tools.lru import LRU

from ...organization.printing.qr_code import draw_code
from ...organization.rpc.rpc import core_door
from .bar_code import draw_bars


class SalesOfficeDocument(models.Model):
    """A document's reference: given in one go, printed as a code, found by index; no two rows of an import have one."""

    _inherit = "sales.office.document"

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
        """Return the document with this label if the current user keeps it; none if none of their companies has it.

        :param str code: as scanned, or typed by an input method in wide letters
        :raises UserError: the label is another office's
        """
        plain = normalize("NFKC", code).strip()
        codes = {code, plain, plain.upper()}
        # sudo: what the label is not is said too, without a word about the paper
        mine = self.sudo().search([("reference", "in", list(codes)), ("company_id", "in", self.env.companies.ids)])
        mine = mine.sorted(lambda document: (document.company_id != self.env.company, document.reference != code))
        handled = mine.sudo(False)._filtered_access("read").filtered("can_handle")[:1]
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

    @core_door
    @api.model
    def load(self, fields, data):
        """Import documents as Odoo does, but only a file without a single bad row.

        Odoo finds bad rows by making the documents one by one, which takes minutes with thousands,
        and a long file is imported in parts, of which the first would stay. Here all rows are read
        first, and every bad one is named at once.

        :return: dict of ``ids`` (False if anything is wrong), ``messages`` and ``nextrow``
        """
        messages = self._find_bad_rows([fix_import_export_id_paths(name) for name in fields], data)
        if messages:
            return {"ids": False, "messages": messages, "nextrow": 0}
        return super().load(fields, data)

    def _find_bad_rows(self, paths, data):
        """Return what is wrong with the rows, one message for each bad row at least; writes nothing."""
        messages = []
        reader = self.with_context(import_flush=lambda **_what: None, import_cache=LRU(1024))
        with self.env.cr.savepoint() as savepoint:
            extracted = reader._extract_records(paths, data, log=messages.append)
            rows = list(reader._convert_records(extracted, log=messages.append, savepoint=savepoint))
            savepoint.rollback()
        messages = [message for message in messages if message["type"] == "error"]
        named = {message["rows"]["from"] for message in messages if "rows" in message}
        rows = [
            (values, info) for dbid, xid, values, info in rows if not (dbid or xid or info["rows"]["from"] in named)
        ]
        return messages + self._find_incomplete(rows) + self._find_doubles(rows)

    def _find_incomplete(self, rows):
        """Return a message for each row without a value the document cannot do without."""
        needed = ("name", "category_id", "department_id")
        defaults = self.default_get(list(needed))
        labels = {name: self._fields[name]._description_string(self.env) for name in needed}
        return [
            {
                **info,
                "type": "error",
                "field": name,
                "message": self.env._("“%(field)s” is missing in this row.", field=labels[name]),
            }
            for values, info in rows
            for name in needed
            if not (values[name] if name in values else defaults.get(name))
        ]

    def _find_doubles(self, rows):
        """Return a message for each row whose reference another row or document of the company has."""
        references = {values["reference"] for values, _info in rows if values.get("reference")}
        # sudo: a reference is taken even by a document the user may not see
        known = self.sudo().search_fetch([("reference", "in", list(references))], ["company_id", "reference"])
        taken = {(document.company_id.id, document.reference): False for document in known}
        default = self.default_get(["department_id"]).get("department_id")
        departments = {values.get("department_id") or default for values, _info in rows} - {None, False}
        companies = {
            department.id: department.company_id.id
            for department in self.env["hr.department"].sudo().browse(departments)
        }
        messages = []
        for values, info in rows:
            reference = values.get("reference")
            if not reference:
                continue
            key = (companies.get(values.get("department_id") or default) or self.env.company.id, reference)
            if key in taken:
                messages.append(
                    {
                        **info,
                        "type": "error",
                        "field": "reference",
                        "message": self._describe_double(reference, taken[key]),
                    }
                )
            taken.setdefault(key, info["rows"]["from"] + 1)
        return messages

    def _describe_double(self, reference, row):
        """Return what is wrong with a reference that is taken by an earlier row, or else by a document."""
        if row:
            return self.env._("%(reference)s is the reference of row %(row)s already.", reference=reference, row=row)
        return self.env._("Another document has the reference %(reference)s already.", reference=reference)

import time

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL, ormcache

from ...organization.record.remembered_mixin import forget


class SalesOfficeInstruction(models.Model):
    """A disputed matter stands still until it is decided, and for good when it is refused (R041).

    The latest disputed question about a record counts: whoever was refused asks anew.
    An emergency does not wait.
    """

    _inherit = "sales.office.instruction"

    @api.model
    def _check_not_blocked(self, records):
        """Raise a ``UserError`` naming the question that blocks one of ``records``."""
        for record, instruction in self._get_blocking(records).items():
            instruction._refuse_to_go_on(record)

    @api.model
    def _get_blocking(self, records):
        """Return ``{record: question (sudo)}``, those of ``records`` that stand still.

        A question of one company does not hold up the orders of another.
        One query for any number of records, by a partial index of the disputed ones only; none where nobody ever
        disputed one of their kind, or their companies do not use the room.
        """
        # read as superuser before anybody else reads them: Odoo would ask of each field with a group who may read it
        companies = {record.company_id for record in records.sudo() if record.id}
        if not any(not company or company._sales_office_uses("office") for company in companies):
            return {}
        if records._name not in self._get_disputed_models(int(time.time() // 900)):
            return {}
        disputed = self._find_disputed(records).grouped("res_id")
        blocking = {}
        for record in records:
            company = record.sudo().company_id  # a lead may have none: then any company's question counts
            about = disputed.get(record.id, self.sudo().browse())
            latest = about.filtered(lambda i, company=company: i.company_id == (company or i.company_id))[:1]
            if latest.state == "asked" or latest.outcome == "refused":
                blocking[record] = latest
        return blocking

    @ormcache("quarter")
    def _get_disputed_models(self, quarter):
        """Return the models of whose records some are disputed, or were; asked anew each quarter of an hour.

        :param quarter: the number of the quarter: others may have remembered what was true before a commit
        """
        self.flush_model(["is_disputed", "res_model"])
        found = self.env.execute_query(
            SQL("SELECT DISTINCT res_model FROM sales_office_instruction WHERE is_disputed AND res_model IS NOT NULL")
        )
        return frozenset(name for (name,) in found)

    def _note_disputed(self):
        """Let what these say to be disputed count at once."""
        if any(instruction.is_disputed for instruction in self):
            forget(self.env)

    def _find_disputed(self, records):
        """Return the disputed questions (sudo) about ``records``, the latest first."""
        self.flush_model(["is_disputed", "res_id", "res_model", "state"])
        found = self.env.execute_query(
            SQL(
                """SELECT id FROM sales_office_instruction
                    WHERE res_model = %s AND res_id = ANY(%s) AND is_disputed AND state NOT IN ('draft', 'withdrawn')
                 ORDER BY id DESC""",
                records._name,
                records.ids,
            )
        )
        # sudo: what blocks is no matter of who may read the question; only number and names are told
        disputed = self.sudo().browse(id_ for (id_,) in found)
        return disputed.filtered(lambda instruction: instruction.company_id._sales_office_uses("office"))

    def _notify_confirmed(self, record):
        """Tell author and superior that a disputed matter (sudo) went on without them."""
        body = self.env._("%(record)s was confirmed by the customer meanwhile.", record=record.display_name)
        self.message_post(body=body, subtype_xmlid="mail.mt_comment")

    def _refuse_to_go_on(self, record):
        """Raise a ``UserError`` saying whom to ask; which request it is, is told to who may read it."""
        if not self.sudo(False).has_access("read"):
            values = {"record": record.display_name, "superior": self.superior_id.name}
            raise UserError(self.env._("%(record)s is disputed. Ask %(superior)s, who decides about it.", **values))
        names = {"record": record.display_name, "number": self.number, "name": self.employee_id.name}
        if self.state == "asked":
            message = self.env._(
                "%(record)s is disputed: it waits for the decision on instruction request %(number)s "
                "of %(name)s, which %(superior)s has to make.",
                **names,
                superior=self.superior_id.name,
            )
            raise UserError(message)
        raise UserError(
            self.env._(
                "%(record)s is disputed, and instruction request %(number)s of %(name)s was refused. Ask again first.",
                **names,
            )
        )

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...organization.record.row_lock import lock_rows
from ...organization.rpc.rpc import rpc
from .violation import VOID

#: what makes two cases be about the same fact
SAME = ("employee_id", "type_id", "date")


class SalesOfficeViolation(models.Model):
    """A case by hand and a suspicion about the same employee, kind and day are one case, not two (R046).

    They are joined when one of them is reported, or by whoever looks at the finding: the case that is further stays
    and takes the finding over, the other one ends and leads to it. Two cases by hand are two cases.
    """

    _inherit = "sales.office.violation"

    joined_id = fields.Many2one(
        "sales.office.violation",
        string="Joined with",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The case about the same employee, kind and day that goes on in the place of this one.",
    )
    joined_case_ids = fields.One2many("sales.office.violation", "joined_id", string="Joined Cases", readonly=True)

    def _join_twins(self):
        """Join these cases, which are about to be reported, with what there is about the same fact.

        :return: those that go on and are to be reported
        """
        twins = self.sudo()._search_twins()  # sudo: whoever may read them; nothing is told but where the case goes on
        ended = self.browse()
        for case in self.sudo().sorted(lambda case: bool(case.check_id)):
            if case.state != "suspected":  # joined just now
                continue
            twin = twins.filtered(lambda twin, case=case: case._is_twin(twin))[:1]
            if twin.state and twin.state != "suspected":
                case._join_into(twin)
                ended |= case.with_env(self.env)
            elif twin and not case.check_id:
                twin._join_into(case)
                ended |= twin.with_env(self.env)
        return self - ended

    def _search_twins(self):
        """Return the cases that may be about the same facts as these, the ones that are further first (sudo)."""
        days = self.mapped("date")
        if not days:
            return self
        domain = [
            ("employee_id", "in", self.employee_id.ids),
            ("type_id", "in", self.type_id.ids),
            ("date", ">=", min(days)),
            ("date", "<=", max(days)),
            ("state", "not in", VOID),
        ]
        return self.search(domain, order="id").sorted(lambda case: case.state == "suspected")

    def _is_twin(self, other):
        """Return whether of these two about the same fact one was found by a check, and the other is by hand.

        A case by hand that has a finding already is about that one.
        """
        by_hand = other if self.check_id else self
        return (
            bool(self.check_id) != bool(other.check_id)
            and all(self[name] == other[name] for name in SAME)
            and other.state not in VOID
            and not by_hand.finding_ids
        )

    def _join_into(self, other):
        """End this case for another one about the same fact, which takes over what was found (sudo)."""
        self.ensure_one()
        self.finding_ids.violation_id = other
        quiet = self.with_context(tracking_disable=True)
        if self.res_id and not other.res_id:
            other.with_env(quiet.env).write({"res_model": self.res_model, "res_id": self.res_id})
        quiet.write({"state": "dismissed", "joined_id": other.id})
        self._log_change(self.env._("Joined with another case about the same employee, kind and day, which goes on."))
        other._log_change(
            self.env._(
                "Joined with this case, as it is about the same employee, kind and day: %(facts)s",
                facts=self.description,
            )
        )


class SalesOfficeFinding(models.Model):
    _inherit = "sales.office.finding"

    twin_id = fields.Many2one(
        "sales.office.violation",
        string="Case by Hand",
        compute="_compute_twin_id",
        help="Somebody wrote up a case about the same employee, kind and day.",
    )

    @api.depends("violation_id.state", "state")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_twin_id(self):
        """Find the case by hand that the user may read, for what is found and in nobody's hands yet."""
        loose = self.filtered(lambda finding: finding.state == "open" and finding._is_loose())
        days = loose.mapped("date")
        found = self.env["sales.office.violation"].search(
            [
                ("employee_id", "in", loose.employee_id.ids),
                ("type_id", "in", loose.violation_type_id.ids),
                ("date", ">=", min(days, default=False)),
                ("date", "<=", max(days, default=False)),
                ("check_id", "=", False),
                ("state", "not in", VOID),
            ],
            order="id desc",
        )
        twins = {(case.employee_id, case.type_id, case.date): case for case in found}
        for finding in self:
            key = finding.employee_id, finding.violation_type_id, finding.date
            finding.twin_id = twins.get(key) if finding in loose else False

    def _is_loose(self):
        """Return whether nobody has this in hands: no case was made of it, or a suspicion that is one still."""
        case = self.sudo().violation_id  # sudo: of the finding that is read
        return not case or case.is_withdrawn or (case.state == "suspected" and bool(case.check_id))

    @rpc
    def action_join(self):
        """Join findings with the case that somebody wrote up by hand, as somebody who leads the employee.

        :raise UserError: where there is none, or the finding is in somebody's hands already
        """
        self._check_authority()
        twins = {finding: finding.twin_id.sudo() for finding in self}
        if not all(twins.values()):
            raise UserError(
                self.env._(
                    "There is no case by hand about the same employee, kind and day that this could be joined with."
                )
            )
        lock_rows(self.sudo().violation_id.union(*twins.values()))  # sudo: cases are closed to writing by hand
        for finding in self.sudo():
            if suspicion := finding.violation_id:
                suspicion._join_into(twins[finding])
            else:
                finding.violation_id = twins[finding]
        return self.action_open_case() if len(self) == 1 else True

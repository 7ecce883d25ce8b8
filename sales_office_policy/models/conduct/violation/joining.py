from odoo import api, fields, models
from odoo.exceptions import UserError

from ...organization.rpc.rpc import rpc
from .violation import VOID

#: what makes two cases be about the same fact
SAME = ("employee_id", "type_id", "date")


class SalesOfficeViolation(models.Model):
    """A case by hand and a suspicion about the same employee, kind and day are one case, not two (R046).

    They are joined when one of them is reported, or by whoever looks at the finding when the case by hand has been: the
    one that is further stays and takes the finding over, the other one ends and leads to it. Two cases by hand are two
    cases. Where it turns out that they were about two facts of that day, they are separated again, and nothing but a
    person joins them anew. Nothing is joined with a draft: the employee, who reads what was found, would learn of it.
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
    is_apart = fields.Boolean(
        string="Another Fact",
        readonly=True,
        copy=False,
        help="Was separated from what a check found that day, as it is about another fact: reporting joins it with "
        "nothing.",
    )
    can_separate = fields.Boolean(compute="_compute_can_separate")

    @api.depends("joined_id.state", "anonymised_on")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can_separate(self):
        # sudo: who reads the one need not read the other; whether they may judge it is asked
        others = self.sudo().joined_id.sudo(False)._filtered_access("read")
        separable = others._get_separable()
        for case in self:
            case.can_separate = case.sudo().joined_id in separable and not case.anonymised_on

    def _get_separable(self):
        """Return those of these cases that the current user may take something off that was joined with them.

        That is who judges them, or leads the employee as long as nothing was reported; not who reported what was
        joined, or they would judge what they reported.
        """
        drafts = self.filtered(lambda case: case.state == "suspected")
        return drafts._has_authority() | (self - drafts).filtered_domain(self._get_judge_domain())

    def _check_separable(self):
        """Refuse whoever may not take something off these cases, see :meth:`_get_separable`."""
        drafts = self.filtered(lambda case: case.state == "suspected")
        drafts._check_authority()
        (self - drafts)._check_judge()

    @rpc(one=True)
    def action_separate(self):
        """Undo that this case was joined with another one: it is suspected again, with what was found about it.

        :raises AccessError: for anybody but who judges the other case, or leads the employee until it is reported
        :raises UserError: where it is joined with none, or its names have been taken out
        """
        self.check_access("read")
        # sudo: who reads the one need not read the other; what they may do with that is asked
        other = self.sudo().joined_id
        if not other or self.anonymised_on:
            raise UserError(self.env._("This case goes on in no other one that it could be separated from."))
        other.sudo(False)._check_separable()
        (self.sudo() | other)._lock()
        self.sudo()._separate()  # sudo: cases are closed to writing by hand; checked above
        return True

    def _separate(self):
        """Suspect this case again (sudo), apart from the one it was joined with."""
        other = self.joined_id
        quiet = self.with_context(tracking_disable=True)
        own = other.finding_ids.filtered(lambda finding: finding._is_of(self))
        own.violation_id = self
        quiet.write({"state": "suspected", "joined_id": False})
        (other if self.check_id else self).with_env(quiet.env).is_apart = True
        if self.check_id and (self.res_model, self.res_id) == (other.res_model, other.res_id):
            other.with_env(quiet.env).write({"res_model": False, "res_id": False})  # it was taken over from this one
        self._log_change(self.env._("Separated again: it is about another fact than the case it was joined with."))
        other._log_separated(self.description)
        for finding in own:
            finding._refresh_suspicion()
        if own and not own.filtered(lambda finding: finding.state == "open" and not finding.covered_by_id):
            self._withdraw_suspicion()

    def _log_separated(self, facts):
        """Say in this case (sudo) what is no longer joined with it; facts that went away may have been of that."""
        self._log_change(
            self.env._("Separated from what was joined with this case, as that is another fact: %(facts)s", facts=facts)
        )
        if self.facts_changed_at and not self.finding_ids:
            self.with_context(tracking_disable=True).facts_changed_at = False

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
            and not by_hand.is_apart
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

from datetime import datetime

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from ...organization.rpc.rpc import rpc


class SalesOfficeVisitor(models.Model):
    """How a visitor is received.

    expected --sign in--> inside --sign out--> left
        |
        +--cancel--> cancelled

    The clerk of the office or the host does it, each with one click.
    """

    _inherit = "sales.office.visitor"

    @rpc
    def action_sign_in(self):
        """Let these visitors in; each host is told, in his language.

        :raise UserError: not expected any more, or another visitor wears the badge
        """
        self._check_handler()
        self._lock()
        self._check_state("expected")
        self._check_badge_free()
        now = fields.Datetime.now()
        for visitor in self.sudo():  # sudo: state and times are written by these methods only
            closes_at = visitor.office_id._get_sales_office_closes_at(now, visitor.company_id)
            visitor.write(
                {"state": "inside", "arrived_at": now, "signed_in_by_id": self.env.uid, "closes_at": closes_at}
            )
            visitor._tell(
                visitor.user_id,
                lambda env, visitor=visitor: env._("Your visitor is here: %(visitor)s", visitor=visitor.display_name),
            )
        self.flush_recordset()  # the index settles a race for the badge here, not somewhere later

    @rpc
    def action_sign_out(self):
        """Let these visitors out now."""
        self._sign_out(fields.Datetime.now(), False)

    @rpc
    def action_sign_out_at(self, left_at: datetime, reason: str):
        """Record that these visitors left earlier, which nobody noted then.

        :param datetime left_at: naive, UTC; after they came and not in the future
        :param str reason: why it was not recorded in time, kept with the entry
        """
        reason = self._check_reason(reason)
        for visitor in self:
            if left_at > fields.Datetime.now() or visitor.arrived_at and left_at < visitor.arrived_at:
                raise UserError(
                    self.env._(
                        "%(visitor)s: the time out lies between the time in and now.", visitor=visitor.display_name
                    )
                )
        self._sign_out(left_at, reason)
        self.env["sales.office.check"]._trigger()

    @rpc
    def action_cancel(self, reason: str):
        """Note that these visitors do not come.

        :param str reason: kept with the entry
        """
        self._check_handler()
        reason = self._check_reason(reason)
        self._lock()
        self._check_state("expected")
        self.sudo().write({"state": "cancelled", "reason": reason})  # sudo: as in action_sign_in

    def _sign_out(self, left_at, reason):
        self._check_handler()
        self._lock()
        self._check_state("inside")
        values = {"state": "left", "left_at": left_at, "signed_out_by_id": self.env.uid, "reason": reason}
        visitors = self.sudo()  # sudo: as in action_sign_in
        visitors.write(values)
        visitors._end_asking()

    def _check_badge_free(self):
        """Raise a ``UserError`` if somebody wears the badge, naming a visitor whose entry the user may read.

        The index settles what happens at the same time.
        """
        # sudo: a badge is taken even if the user may not see by whom; the clerk does
        others = self.sudo().search(
            [("office_id", "in", self.office_id.ids), ("state", "=", "inside"), ("badge", "in", self.mapped("badge"))]
        )
        worn = {(other.office_id, other.company_id, other.badge): other for other in others if other.badge}
        for visitor in self:
            other = worn.get((visitor.office_id.sudo(), visitor.company_id.sudo(), visitor.badge))
            if other and not other.sudo(False).has_access("read"):
                raise UserError(
                    self.env._("Badge %(badge)s is worn by a visitor already. Choose another one.", badge=visitor.badge)
                )
            if other:
                raise UserError(
                    self.env._(
                        "%(visitor)s wears badge %(badge)s. Sign him out or choose another badge.",
                        visitor=other.display_name,
                        badge=visitor.badge,
                    )
                )

    def _get_breach_text(self):
        """Return in words how long the visitor stayed after the office closed."""
        self.ensure_one()
        zone = self.office_id._get_sales_office_tz(self.company_id)
        facts = {
            "visitor": self.display_name,
            "closes": format_datetime(self.env, self.closes_at, tz=zone, dt_format="short"),
        }
        if not self.left_at:
            return self.env._("%(visitor)s was still inside when the office closed at %(closes)s.", **facts)
        left = format_datetime(self.env, self.left_at, tz=zone, dt_format="short")
        return self.env._("%(visitor)s left at %(left)s; the office closed at %(closes)s.", left=left, **facts)

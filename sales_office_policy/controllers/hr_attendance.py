import logging

from odoo import http
from odoo.http import request

from odoo.addons.hr_attendance.controllers.main import HrAttendance

_logger = logging.getLogger(__name__)


class SalesOfficeHrAttendance(HrAttendance):
    """Tells members of a sales office beside the attendance button whether they are on time (R002), and what
    they still hold (R017)."""

    @http.route()
    def systray_attendance(self, latitude=False, longitude=False):
        """Sign in or out, at a place in degrees, and say along with it how one stands with day and papers."""
        response = super().systray_attendance(latitude=latitude, longitude=longitude)
        data = self._get_sales_office_data()
        signed_in = response.get("attendance_state") == "checked_in"
        return {**response, **data, "sales_office_signed_in": signed_in and "sales_office_day" in data}

    @http.route()
    def user_attendance_data(self):
        """Return what the menu shows, with how they stand with their day and their papers."""
        return {**super().user_attendance_data(), **self._get_sales_office_data()}

    def _get_sales_office_data(self):
        """Return what the menu tells a member of a sales office; an error of ours must not undo their attendance."""
        env = request.env
        if not env.user.has_group("sales_office_policy.group_member"):
            return {}
        env.cr.flush()  # the attendance itself is none of what is tried below
        try:
            with env.cr.savepoint():
                return env["sales.office.day"]._get_systray_data()
        except Exception:
            _logger.exception("The attendance menu of user %s tells nothing about their day", env.uid)
            return {}

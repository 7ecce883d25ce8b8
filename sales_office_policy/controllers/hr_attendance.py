from odoo import http
from odoo.http import request

from odoo.addons.hr_attendance.controllers.main import HrAttendance


class SalesOfficeHrAttendance(HrAttendance):
    """Tells members of a sales office beside the attendance button whether they are on time (R002)."""

    @http.route()
    def systray_attendance(self, latitude=False, longitude=False):
        response = super().systray_attendance(latitude=latitude, longitude=longitude)
        day = request.env["sales.office.day"]._get_systray_data()
        signed_in = response.get("attendance_state") == "checked_in"
        return {**response, **day, "sales_office_signed_in": signed_in and bool(day)}

    @http.route()
    def user_attendance_data(self):
        return {**super().user_attendance_data(), **request.env["sales.office.day"]._get_systray_data()}

from ..common import SalesOfficeCommon


class MeetingCommon(SalesOfficeCommon):
    """The morning meeting of North, 08:15 to 08:35 in Shanghai on Tuesday 4 March 2025.

    Lea chairs it as the manager of North; Lea, Rob and Ann are expected.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.attendances = cls.env["sales.office.meeting.attendance"]
        cls.meeting = cls._create_meeting(cls.north)

    @classmethod
    def _create_meeting(cls, department, **values):
        return cls.env["sales.office.meeting"].create(
            {
                "department_id": department.id,
                "start": "2025-03-04 00:15:00",
                "stop": "2025-03-04 00:35:00",
                **values,
            }
        )

    def row(self, employee, meeting=None):
        """Return the employee's row on the list."""
        return (meeting or self.meeting).attendance_ids.filtered(lambda row: row.employee_id == employee)

    def open(self, meeting=None):
        self.as_(self.leader, meeting or self.meeting).action_open()

    def close(self, meeting=None):
        self.as_(self.leader, meeting or self.meeting).action_close()

    def sign_in(self, employee, meeting=None):
        self.as_(employee, meeting or self.meeting).action_sign_in()

"""The groups of two teams: what they were told lately, and what did not arrive. Their robots have no address yet."""

TOLD = (
    # kind, days ago, headline, what it says
    ("meetings", 1, "Morning Meeting", "08:15 – 08:35"),
    ("papers", 1, "Papers due back today", "2"),
    ("wins", 2, "A deal is won", ""),
)


def load_messages(demo):
    """Two teams have a group; the calendar of members' phones may read their meetings."""
    company = demo.env.company
    company.sales_office_calendar_links = True
    kinds = demo.env["sales.office.message.kind"].search([])
    teams = demo.env["hr.department"].search(
        [("company_id", "=", company.id), ("sales_office_id", "!=", False), ("parent_id", "!=", False)], limit=2
    )
    robots = demo.env["sales.office.robot"].create(
        [
            {
                "name": department.name,
                "company_id": company.id,
                "service": service,
                "department_id": department.id,
                "kind_ids": kinds.ids,
                "lang": demo.env.lang,
            }
            for department, service in zip(teams, ("dingtalk", "wecom"), strict=False)
        ]
    )
    demo.env["sales.office.message"].create(
        [
            {
                "robot_id": robot.id,
                "kind_id": kinds.filtered(lambda kind, code=code: kind.code == code).id,
                "key": f"{code}:demo",
                "title": title,
                "body": body,
                "send_at": demo.at(demo.in_days(-days), 8.5),
                "until": demo.at(demo.in_days(-days), 18),
                "tries": 1,
                "sent_at": demo.at(demo.in_days(-days), 8.5),
                "state": "sent",
            }
            for robot in robots
            for code, days, title, body in demo.say(TOLD)
        ]
    )

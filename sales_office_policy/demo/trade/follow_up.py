"""What comes next with leads: answered in time, not yet, too late; left alone; one whose customer named a day."""

from datetime import datetime, time, timedelta

from odoo.tools import SQL

from ..sales import REPS

#: new leads: name, whose, since how many working hours, answered after how many
NEW = (
    ("Wedding in the garden, 120 guests", "rep1", 30, 1),
    ("Team building for a bank", "rep2", 30, 3),
    ("Rooms for an orchestra", "rep3", 30, 9),
    ("Product launch with a stage", "rep4", 20, None),
    ("Alumni dinner", "rep5", 1, None),
)
PLANNED = ("Send the menus", "Show the hall", "Ask for the number of rooms", "Talk about the price")


def load_follow_up(demo, customers):
    """Plans for most opportunities, a few left alone, and the answers to five new leads."""
    demo.env.flush_all()
    # what was made with the demo nobody was given to answer
    demo.env["sales.office.lead.response"].search([("company_id", "=", demo.env.company.id)]).unlink()
    leads = demo.env["crm.lead"].search(
        [
            ("user_id", "in", [demo.user(login).id for login in REPS]),
            ("company_id", "=", demo.env.company.id),
            ("won_status", "=", "pending"),
        ],
        order="id",
    )
    _load_channels(demo, leads)
    _date_back(demo, leads, demo.at(demo.in_days(-20), 10))
    _load_steps(demo, leads)
    _load_contacts(demo, leads)
    _load_left_alone(demo, leads[-3:])
    for name, login, since, answered in demo.say(NEW):
        _give(demo, name, customers[login][:1], login, since, answered)
    demo.env.flush_all()
    demo.env["sales.office.lead.response"].search([("company_id", "=", demo.env.company.id)])._settle()
    _load_pool(demo, customers)


def _load_channels(demo, leads):
    """All but two came by the fair or were recommended."""
    source = demo.env["utm.source"].create({"name": demo.say("Spring Fair Shanghai")})
    medium = demo.env["utm.medium"].create({"name": demo.say("Trade Fair")})
    leads[2:].write({"source_id": source.id, "medium_id": medium.id})


def _load_steps(demo, leads):
    """Something is planned for two out of three; what was planned for another is overdue."""
    kind = demo.env.ref("mail.mail_activity_data_call").id
    for number, lead in enumerate(leads[:-3]):
        if number % 3 < 2:
            lead.activity_schedule(
                activity_type_id=kind,
                summary=demo.say(PLANNED[number % len(PLANNED)]),
                date_deadline=demo.in_days(number % 9 + 1),
                user_id=lead.user_id.id,
                automated=False,
            )


def _load_contacts(demo, leads):
    """The reps rang most of their customers in the last two weeks; one took nobody's call."""
    values = []
    for number, lead in enumerate(leads[:-3]):
        at = demo.at(demo.in_days(-(number % 13) - 1), 9 + number % 7)
        values.append(
            {
                "direction": "out",
                "call_at": at,
                "duration": 4 + number % 9,
                "employee_id": lead.user_id.employee_id.id,
                "partner_id": lead.partner_id.id,
                "lead_id": lead.id,
                "is_unanswered": number % 8 == 7,
                "summary": demo.say(PLANNED[number % len(PLANNED)]),
            }
        )
    demo.env["sales.office.call"].create(values)


def _load_left_alone(demo, leads):
    """Nobody spoke with these customers for two months; one of them named a day."""
    _date_back(demo, leads, demo.at(demo.in_days(-60), 10))
    lead = leads[-1]
    day, said = demo.in_days(40), demo.say("The budget of the year is decided then")
    lead.write({"sales_office_snoozed_until": day, "sales_office_snooze_reason": said})


def _load_pool(demo, customers):
    """A pool that is switched on, and a lead that somebody gave back to it."""
    company = demo.env.company
    pool = demo.env["sales.office.pool"].create(
        {"name": demo.say("All customers"), "contact_days": 90, "company_id": company.id}
    )
    pool.write({"order_days": 365, "credit_days": 60, "credit_percent": 30})
    pool.write({"is_on": True, "begins_on": demo.in_days(14)})
    lead = demo.env["crm.lead"].create(
        {
            "name": demo.say("Photographs in the lobby"),
            "type": "opportunity",
            "contact_name": demo.say("Mr Gao"),
            "phone": "+86 21 5555 0188",
            "email_from": "gao@pictures.example.com",
            "city": demo.say("Suzhou"),
            "user_id": demo.user("rep6").id,
            "company_id": company.id,
        }
    )
    lead._go_to_pool(pool, "returned", demo.say("They want the lobby on a Sunday, when I am off"))


def _give(demo, name, customer, login, since, answered):
    """Have a lead be given to a rep so many hours ago, and answered by a call after so many; None where nobody did."""
    lead = demo.env["crm.lead"].create(
        {
            "name": name,
            "type": "opportunity",
            "partner_id": customer.id,
            "user_id": demo.user(login).id,
            "company_id": demo.env.company.id,
        }
    )
    demo.env.flush_all()
    now = datetime.combine(demo.today, time(1))  # nine o'clock in the office
    given = now - timedelta(hours=since)
    turn = demo.env["sales.office.lead.response"].search([("lead_id", "=", lead.id)])
    turn.assigned_at = given
    [turn.respond_by] = turn._count([(turn.employee_id, given, timedelta(hours=turn.hours))])
    _date_back(demo, lead, given)
    if answered is not None:
        demo.env["sales.office.call"].create(
            {
                "direction": "out",
                "call_at": given + timedelta(hours=answered),
                "employee_id": turn.employee_id.id,
                "partner_id": customer.id,
                "lead_id": lead.id,
                "summary": demo.say("Took down what they need"),
            }
        )


def _date_back(demo, leads, moment):
    """Have leads be as old as that, made by whose they are: Odoo writes down when by the clock of the database."""
    demo.env.flush_all()
    demo.env.cr.execute(
        SQL(
            "UPDATE crm_lead SET create_date = %s, create_uid = user_id, date_open = %s WHERE id IN %s",
            *(moment, moment, tuple(leads.ids)),
        )
    )
    leads.invalidate_recordset()

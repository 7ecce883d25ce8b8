from datetime import timedelta


def load_instructions(demo, customers):
    leader = demo.user("leader1")
    settled = _ask(
        demo, "rep1", demo.say("Upgrade for a regular guest?"), demo.say("May we upgrade the delegation to suites?")
    )
    settled.with_user(leader).action_decide("agreed", demo.say("Yes, two suites, no charge."))
    settled.with_user(demo.user("rep1")).action_close()
    _ask(
        demo,
        "rep2",
        demo.say("Ten percent on the framework contract?"),
        demo.say("They ask for ten percent from 300 nights."),
    )
    order = demo.env["sale.order"].search([("user_id", "=", demo.user("rep3").id), ("state", "=", "draft")], limit=1)
    _ask(
        demo,
        "rep3",
        demo.say("Who serves this customer?"),
        demo.say("Another team says the customer is theirs."),
        urgency="urgent",
        **({"res_model": "sale.order", "res_id": order.id, "is_disputed": True} if order else {}),
    )
    emergency = _draft_question(
        demo,
        "rep4",
        demo.say("Banquet hall flooded"),
        demo.say("A pipe broke an hour before the wedding."),
        "emergency",
    )
    emergency.action_act(demo.say("Moved the wedding to the garden hall."))
    _assign_visits(demo)


def _assign_visits(demo):
    day = demo.today + timedelta(days=7)
    employees = demo.employee("rep1") | demo.employee("rep2")
    tasks = (
        demo.env["sales.office.instruction"]
        .with_user(demo.user("manager"))
        .action_assign(
            employees.ids,
            demo.say("Visit the largest customers"),
            demo.say("Visit your five largest customers and note what they need."),
            day,
        )
    )
    tasks[0].with_user(demo.user("rep1")).action_report(demo.say("Five visits made; two ask for new rates."))


def _draft_question(demo, login, name, question, urgency="normal", **values):
    """Return a question as its author has it."""
    instructions = demo.env["sales.office.instruction"].with_user(demo.user(login))
    vals = {"employee_id": demo.employee(login).id, "name": name, "question": question, "urgency": urgency}
    return instructions.create({**vals, **values})


def _ask(demo, *args, **values):
    instruction = _draft_question(demo, *args, **values)
    instruction.action_ask()
    return instruction

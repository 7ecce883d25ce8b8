from datetime import timedelta


def load_instructions(demo, customers):
    leader, manager = demo.user("leader1"), demo.user("manager")
    settled = _ask(demo, "rep1", "Upgrade for a regular guest?", "May we upgrade the delegation to suites?")
    settled.with_user(leader).action_decide("agreed", "Yes, two suites, no charge.")
    settled.with_user(demo.user("rep1")).action_close()
    _ask(demo, "rep2", "Ten percent on the framework contract?", "They ask for ten percent from 300 nights.")
    order = demo.env["sale.order"].search([("user_id", "=", demo.user("rep3").id), ("state", "=", "draft")], limit=1)
    _ask(
        demo,
        "rep3",
        "Who serves this customer?",
        "Another team says the customer is theirs.",
        urgency="urgent",
        **({"res_model": "sale.order", "res_id": order.id, "is_disputed": True} if order else {}),
    )
    emergency = _draft_question(
        demo, "rep4", "Banquet hall flooded", "A pipe broke an hour before the wedding.", "emergency"
    )
    emergency.action_act("Moved the wedding to the garden hall.")
    day = demo.today + timedelta(days=7)
    employees = demo.employee("rep1") | demo.employee("rep2")
    tasks = (
        demo.env["sales.office.instruction"]
        .with_user(manager)
        .action_assign(
            employees.ids,
            "Visit the largest customers",
            "Visit your five largest customers and note what they need.",
            day,
        )
    )
    tasks[0].with_user(demo.user("rep1")).action_report("Five visits made; two ask for new rates.")


def _draft_question(demo, login, name, question, urgency="normal", **values):
    """Return a question as its author has it."""
    instructions = demo.env["sales.office.instruction"].with_user(demo.user(login))
    vals = {"employee_id": demo.employee(login).id, "name": name, "question": question, "urgency": urgency}
    return instructions.create({**vals, **values})


def _ask(demo, *args, **values):
    instruction = _draft_question(demo, *args, **values)
    instruction.action_ask()
    return instruction

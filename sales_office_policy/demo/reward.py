from datetime import timedelta

REWARDS = (
    # who proposes, for whom, type, days ago, amount, why, what became of it
    ("leader1", "rep1", "star", 12, 0, "Best results of the office last month, and no complaint.", "approve"),
    ("leader2", "rep5", "contract", 20, 800, "Won the dental association's congress from a competitor.", "approve"),
    ("leader2", "rep4", "commendation", 9, 0, "Found a guest's lost passport in the night.", "approve"),
    ("leader2", "rep6", "suggestion", 6, 200, "A checklist for wedding rehearsals; saves half a day.", "propose"),
    ("leader1", "rep2", "rise", 15, 300, "Two good years in a row.", "propose"),
    ("leader1", "rep3", "contract", 18, 500, "A large order that the customer has not signed yet.", "refuse"),
    ("leader2", "rep5", "welfare", 4, 1200, "A course on banquet planning, for the season's work.", "approve"),
    ("manager", "leader1", "promotion", 3, 0, "Leads their team well; proposed as deputy manager.", "propose"),
    ("leader1", "rep1", "suggestion", 25, 200, "A price list that turned out to exist already.", "cancel"),
)
GIFTS = (
    # who, customer's number in their list, direction, what, value, disposition, days until declared, days ago
    ("rep1", 0, "received", "Box of tea at the Mid-Autumn visit", 180, "handed_over", 0, 10),
    ("rep2", 1, "received", "Calendar and pen", 25, "kept", 0, 8),
    ("rep3", 0, "received", "Shopping card after the conference", 500, "refused", 1, 6),
    ("rep4", 1, "received", "Two bottles of wine from the couple's parents", 360, "kept", 5, 9),
    ("rep6", 0, "given", "Fruit basket for the opening of the studio", 98, "kept", 0, 4),
    ("rep5", 1, "received", "Red envelope pushed into their coat", 300, "handed_over", 0, 1),
)


def load_rewards(demo):
    """Rewards of every kind and state."""
    today = demo.today
    for author, login, code, days, amount, reason, outcome in demo.say(REWARDS):
        reward = demo.env["sales.office.reward"].with_user(demo.user(author))
        reward = reward.create(
            {
                "employee_id": demo.employee(login).id,
                "type_id": demo.env.ref(f"sales_office_policy.reward_type_{code}").id,
                "date": today - timedelta(days=days),
                "amount": amount,
                "reason": reason,
            }
        )
        reward.action_propose()
        _decide_reward(demo, reward.with_user(demo.user("manager")), outcome)


def _decide_reward(demo, reward, outcome):
    if outcome == "refuse":
        reward.action_refuse(demo.say("Propose it again once it is signed."))
    if outcome in ("approve", "cancel"):
        reward.action_approve()
    if outcome == "cancel":
        reward.action_cancel(demo.say("The list had been made by the events team two years ago."))


def load_gifts(demo, customers):
    """A register with a late one, one above the limit, and those that wait for a superior."""
    demo.env.company.sales_office_gift_limit = 100
    today = demo.today
    for login, number, direction, description, value, disposition, delay, days in demo.say(GIFTS):
        gift = demo.env["sales.office.gift"].create(
            {
                "employee_id": demo.employee(login).id,
                "partner_id": customers[login][number].id,
                "direction": direction,
                "description": description,
                "value": value,
                "disposition": disposition,
                "date": today - timedelta(days=days),
                "declared_on": today - timedelta(days=days - delay),
            }
        )
        if not gift.needs_decision:
            gift.with_user(demo.user(login)).action_settle()
        elif login == "rep1":
            gift.with_user(demo.user("leader1")).action_decide("handed_over")

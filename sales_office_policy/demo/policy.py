import random
from datetime import timedelta

from odoo.fields import Command

STILL_TO_READ = ("rep3", "rep6", "relations")
#: days since the second version is in force, and who has not read that one, most of whom know the first
SECOND_VERSION_DAYS = 4
SECOND_TO_READ = ("rep1", "rep3", "rep4", "rep6", "leader1", "manager", "relations")
#: what the second version adds: number of the clause, its title where it is a new one, the text
SECOND_VERSION = (
    ("3.3", "", "Whoever goes to a customer first plans the visit the day before and is excused."),
    ("8.3", "", "An enquiry is answered on the same working day."),
    (
        "8.8",
        "Messages from Private Phones",
        "What is agreed with a customer in a private chat is copied to the opportunity before the end of the day. "
        "Nobody sends price lists or contracts from a private account.",
    ),
)


def load_policy_room(demo, dice):
    policy = _load_policy(demo)
    _load_acknowledgements(demo, policy, STILL_TO_READ, demo.get_last_month()[0], dice)
    second = _load_second_version(demo, policy)
    # dice of its own: what is thrown afterwards stays what it was
    _load_acknowledgements(demo, second, SECOND_TO_READ, demo.in_days(-SECOND_VERSION_DAYS), random.Random(2))
    _load_supplement(demo, second)


def _load_policy(demo):
    """The shipped rule book, adopted by the hotel at the beginning of last month.

    It is the shipped record itself rather than a copy, so that it has its translations.
    """
    first, _last = demo.get_last_month()
    policy = demo.env.ref("sales_office_policy.policy_sales_office").with_env(demo.env)
    policy.write(
        {
            "company_id": demo.env.company.id,
            "drafted_by_id": demo.user("policy").id,
            "effective_date": first,
        }
    )
    policy.with_user(demo.user("policy")).action_submit()
    policy.with_user(demo.user("director")).action_approve()
    policy.with_user(demo.user("director")).action_put_in_force()
    policy.write(dict.fromkeys(("drafted_on", "submitted_on", "approved_on", "in_force_on"), first))
    return policy


def _load_acknowledgements(demo, policy, still_to_read, asked_on, dice):
    """Most of the office has read it within days."""
    waiting = {demo.user(login) for login in still_to_read}
    for acknowledgement in policy.acknowledgement_ids:
        acknowledgement.asked_on = asked_on
        if acknowledgement.user_id not in waiting:
            policy.with_user(acknowledgement.user_id).action_acknowledge()
            read_on = asked_on + timedelta(days=dice.randint(1, 6))
            acknowledgement.acknowledged_at = demo.at(min(read_on, demo.in_days(-1)), 9)


def _load_second_version(demo, policy):
    """Two clauses say more, one is new: whoever read the first version is shown these."""
    administrator, director = demo.user("policy"), demo.user("director")
    day = demo.in_days(-SECOND_VERSION_DAYS)
    second = policy.browse(policy.with_user(administrator).action_new_version()["res_id"])
    second.write(
        {
            "change_note": demo.say("Visits instead of the morning meeting, answers on the same day, private phones."),
            "effective_date": day,
        }
    )
    for number, title, text in demo.say(SECOND_VERSION):
        if title:
            second.write({"clause_ids": [Command.create({"number": number, "name": title, "text": text})]})
            continue
        clause = second.clause_ids.filtered(lambda clause, number=number: clause.number == number)
        clause.text = clause.text + ("" if demo.words else " ") + text  # Chinese has no spaces
    second.with_user(administrator).action_submit()
    second.with_user(director).action_approve()
    second.with_user(director).action_put_in_force()
    second.write(dict.fromkeys(("drafted_on", "submitted_on", "approved_on", "in_force_on"), day))
    policy.superseded_on = day
    return second


def _load_supplement(demo, policy):
    """Waits for the director's approval."""
    supplement = demo.env["sales.office.policy"].browse(
        policy.with_user(demo.user("policy")).action_supplement()["res_id"]
    )
    supplement.write(
        {
            "name": demo.say("Winter Season"),
            "clause_ids": [
                Command.create(
                    {
                        "number": "1.1",
                        "chapter": demo.say("Winter Season"),
                        "name": demo.say("Fair Duty"),
                        "text": demo.say(
                            "During the wedding fair in December two representatives of each team stay "
                            "on duty at the stand until it closes, and start at ten the next morning."
                        ),
                    }
                )
            ],
        }
    )
    supplement.with_user(demo.user("policy")).action_submit()

from datetime import timedelta

from odoo.fields import Command

STILL_TO_READ = ("rep3", "rep6", "relations")


def load_policy_room(demo, dice):
    policy = _load_policy(demo)
    _load_acknowledgements(demo, policy, dice)
    _load_supplement(demo, policy)


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


def _load_acknowledgements(demo, policy, dice):
    first, _last = demo.get_last_month()
    waiting = {demo.user(login) for login in STILL_TO_READ}
    for acknowledgement in policy.acknowledgement_ids:
        acknowledgement.asked_on = first
        if acknowledgement.user_id not in waiting:
            policy.with_user(acknowledgement.user_id).action_acknowledge()
            acknowledgement.acknowledged_at = demo.at(first + timedelta(days=dice.randint(1, 6)), 9)


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

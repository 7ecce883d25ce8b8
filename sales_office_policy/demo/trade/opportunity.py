"""What comes with opportunities: needs, competitors and their prices, criteria of two stages, one left with a reason; a
deal lost to a competitor, one won.
"""

#: name, website, what they are good at, where they fall short
COMPETITORS = (
    ("Grand Harbour Hotel", "grand-harbour.example.com", "Ballroom for 600, by the underground", "Slow with offers"),
    ("Palm Beach Resort", "palm-beach.example.com", "Beach and pool", "An hour from the airport"),
    ("City Inn", "city-inn.example.com", "Cheapest rooms in town", "No hall, breakfast only"),
)
#: what customers need, how it counts, what of it the house has, how that is known
NEEDS = (
    ("40 rooms on one floor", "must", "met", "Floor plan sent, customer agreed"),
    ("Hall for 200 with interpreters' booths", "must", "partly", "Booths are rented"),
    ("Vegetarian menu", "should", "met", "Tasting"),
    ("Shuttle from the airport", "wish", False, False),
)


def load_pipeline(demo):
    competitors = demo.env["sales.office.competitor"].create(
        [
            {"name": name, "website": website, "strengths": strengths, "weaknesses": weaknesses}
            for name, website, strengths, weaknesses in demo.say(COMPETITORS)
        ]
    )
    leads = demo.env["crm.lead"].search(
        [("company_id", "=", demo.env.company.id), ("type", "=", "opportunity"), ("won_status", "=", "pending")],
        order="id",
    )
    for number, lead in enumerate(leads[:6]):
        _fill(demo, lead, competitors[number % len(competitors)])
    _load_criteria(demo)
    _lose_and_win(demo, leads[:1], competitors[0])
    _leave_with_a_reason(demo, leads[1:2])


def _fill(demo, lead, competitor):
    """Write down what the customer needs, who else offers, and what was agreed."""
    demo.env["sales.office.need"].create(
        [
            {"lead_id": lead.id, "name": name, "importance": importance, "fit": fit, "evidence": evidence}
            for name, importance, fit, evidence in demo.say(NEEDS)
        ]
    )
    demo.env["sales.office.competitor.line"].create(
        {
            "lead_id": lead.id,
            "competitor_id": competitor.id,
            "product": demo.say("The same days, breakfast included"),
            "price": round(lead.expected_revenue * 0.92, -2),
            "source": demo.say("The customer's assistant, on the telephone"),
            "confidence": "medium",
            "valid_until": demo.in_days(20),
        }
    )
    demo.env["sales.office.stage.note"].create(
        {
            "lead_id": lead.id,
            "stage_id": lead.stage_id.id,
            "date": demo.in_days(-6),
            "text": demo.say("They pay 30 % in advance, and name the final number of guests ten days before."),
        }
    )


def _load_criteria(demo):
    """Before the first stage is left, the needs; before the second, who decides and, for large ones, a visit."""
    first, second = demo.env["crm.stage"].search([("is_won", "=", False), ("team_ids", "=", False)], limit=2)
    demo.env["sales.office.stage.criterion"].create(
        [
            {"name": demo.say("Source and medium are known"), "kind": "channel", "stage_id": False, "mode": "notify"},
            {"name": demo.say("We know what they need"), "kind": "need", "stage_id": first.id, "mode": "require"},
            {"name": demo.say("They answered"), "kind": "contact", "stage_id": first.id, "mode": "notify"},
            {
                "name": demo.say("We know who decides"),
                "kind": "decision_maker",
                "stage_id": second.id,
                "mode": "require",
            },
            {
                "name": demo.say("They came to see the house"),
                "kind": "hand",
                "stage_id": second.id,
                "mode": "notify",
                "min_amount": 50000,
                "hint": demo.say("show them the rooms and the hall"),
            },
        ]
    )


def _lose_and_win(demo, lead, competitor):
    """A deal that went to a competitor for less, and one that they did not get."""
    reason = demo.env["crm.lost.reason"].search([], limit=1)
    stage = demo.env["crm.stage"].search([("is_won", "=", False), ("team_ids", "=", False)])[-1:]
    deals = demo.env["crm.lead"].create(
        [
            {
                "name": name,
                "type": "opportunity",
                "partner_id": lead.partner_id.id,
                "user_id": lead.user_id.id,
                "team_id": lead.team_id.id,
                "stage_id": stage.id,
                "expected_revenue": revenue,
                "company_id": demo.env.company.id,
                "date_open": demo.at(demo.in_days(-40), 9),
            }
            for name, revenue in ((demo.say("Product launch"), 68000), (demo.say("Board meeting"), 24000))
        ]
    )
    for deal in deals:
        _fill(demo, deal, competitor)
    lost = demo.env["crm.lead.lost"].create(
        {
            "lead_ids": deals[:1].ids,
            "lost_reason_id": reason.id,
            "sales_office_lost_to_id": competitor.id,
            "sales_office_lost_price": 59800,
            "sales_office_lost_offer": 68000,
        }
    )
    lost.action_lost_reason_apply()
    deals[1:].action_set_won()
    deals.date_closed = demo.at(demo.in_days(-3), 15)


def _leave_with_a_reason(demo, lead):
    """A representative goes on without what the stage requires; whoever leads them sees it."""
    first = demo.env["crm.stage"].search([("is_won", "=", False), ("team_ids", "=", False)], limit=1)
    lead.write({"stage_id": first.id})
    lead.sales_office_need_ids.unlink()
    lead.with_user(lead.user_id).action_go_on(
        demo.say("They have held this meeting here for ten years, and sign on Friday.")
    )

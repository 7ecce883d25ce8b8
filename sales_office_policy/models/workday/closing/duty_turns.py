"""Whose turn it is: plain Python, no ORM.

Who had no turn for the longest time is first in line; between equals the order of the rota
decides. Somebody who is away is passed over and keeps their place, so that they come next.
"""

from datetime import date, timedelta


def plan_turns(members, days, weekly, last_turns, is_there, fixed):
    """Return who is on duty on each day that is not settled yet.

    :param list members: in the order of the rota
    :param days: dates on which there is duty
    :param bool weekly: a turn lasts a calendar week instead of a day; whoever is first in line on
        the first day of duty has it, and on days they are away the next in line stands in for them
    :param dict last_turns: ``{member: last day of a turn of their own}`` before these days
    :param is_there: function ``(member, day)``
    :param dict fixed: ``{day: (member, stands in)}`` of days that are settled
    :return: ``{day: (member, stands in)}``; a day on which nobody is there is left out
    """
    last_turns, duties = dict(last_turns), {}
    for day in sorted(days):
        if day in fixed:
            member, stands_in = fixed[day]
        else:
            there = [member for member in members if is_there(member, day)]
            holder = _get_holder(members, last_turns, day) if weekly else None
            member = holder if holder in there else _get_first(members, there, last_turns)
            if member is None:
                continue
            stands_in = holder is not None and member != holder
            duties[day] = member, stands_in
        if not stands_in:
            last_turns[member] = day
    return duties


def _get_first(members, there, last_turns):
    """Return the first in line of those who are there, None when nobody is."""
    return min(there, key=lambda member: (last_turns.get(member, date.min), members.index(member)), default=None)


def _get_holder(members, last_turns, day):
    """Return the member whose turn the week of ``day`` is already, if it has begun."""
    monday = day - timedelta(days=day.weekday())
    begun = [member for member in members if monday <= last_turns.get(member, date.min) < day]
    return max(begun, key=last_turns.get, default=None)

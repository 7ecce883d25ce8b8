/** The roll call's keyboard, without the screen: which key marks what, who is next, what is counted. */

/** Letters for a keyboard, digits for an input method that keeps the letters to itself. */
export const MARK_KEYS = {
    p: "present",
    1: "present",
    l: "late",
    2: "late",
    a: "absent",
    3: "absent",
    e: "excused",
    4: "excused",
    u: "expected",
    5: "expected",
};

/** Returns whether somebody still waits for a mark, and may have one from the chair. */
export function isWaiting({ state, is_own: isOwn }) {
    return state === "expected" && !isOwn;
}

/** Returns how many rows are in each state. */
export function count(rows) {
    const counts = { expected: 0, present: 0, late: 0, absent: 0, excused: 0 };
    for (const { state } of rows) {
        counts[state]++;
    }
    return counts;
}

/** The roll call's keyboard, without the screen: which key marks what, where the selection goes, what is counted. */

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

const STEPS = { arrowdown: 1, arrowright: 1, arrowup: -1, arrowleft: -1 };
export const MOVE_KEYS = [...Object.keys(STEPS), "home", "end"];

/** Returns where a key moves the selection in a list of so many rows; it stops at both ends. */
export function move(key, index, length) {
    if (key === "home") {
        return 0;
    }
    const target = key === "end" ? length - 1 : index + STEPS[key];
    return Math.max(0, Math.min(length - 1, target));
}

/** Returns the next row that still waits for a mark, after `index` or from the top; `index` when none does. */
export function nextWaiting(rows, index) {
    const order = [...rows.keys()].map((number) => (index + 1 + number) % rows.length);
    return order.find((number) => rows[number].state === "expected" && !rows[number].is_own) ?? index;
}

/** Returns how many rows are in each state. */
export function count(rows) {
    const counts = { expected: 0, present: 0, late: 0, absent: 0, excused: 0 };
    for (const { state } of rows) {
        counts[state]++;
    }
    return counts;
}

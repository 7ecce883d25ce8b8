/** The triage's keyboard and marks, without the screen. */

/** Letters for a keyboard, digits for an input method that keeps the letters to itself. */
export const MARK_KEYS = { r: "report", 1: "report", d: "dismiss", 2: "dismiss", w: "waive", 3: "waive", u: "", 4: "" };

/** What may become of a suspicion. */
export const MARKS = ["report", "dismiss", "waive"];

/** Returns the rows that are shown: all, or those of one kind. */
export function filterRows(rows, kind) {
    return kind ? rows.filter((row) => row.kind_id === kind) : rows;
}

/** Returns `[{ id, name, count }]`, the kinds of the rows with the most frequent first. */
export function countKinds(rows) {
    const kinds = new Map();
    for (const { kind_id: id, kind: name } of rows) {
        const known = kinds.get(id) || { id, name, count: 0 };
        kinds.set(id, { ...known, count: known.count + 1 });
    }
    return [...kinds.values()].sort((first, second) => second.count - first.count);
}

/** Returns the ids by mark: `{ report: [...], dismiss: [...], waive: [...] }`. */
export function groupMarks(marks) {
    const groups = Object.fromEntries(MARKS.map((mark) => [mark, []]));
    for (const [id, mark] of Object.entries(marks)) {
        groups[mark]?.push(Number(id));
    }
    return groups;
}

/** Where the bars of a waterfall stand, without the screen. */

/**
 * Returns a bar for each step, from where the one before ended; a total stands on zero.
 *
 * @param {Object[]} steps `{ amount, is_total }`
 * @returns {Object} `{ zero, bars: [{ start, width, kind }] }` in percent; the kind is `up`, `down` or `total`
 */
export function getBars(steps) {
    const spans = [];
    let level = 0;
    for (const { amount, is_total } of steps) {
        const [from, to] = is_total ? [0, amount] : [level, level + amount];
        spans.push({ from, to, kind: is_total ? "total" : amount < 0 ? "down" : "up" });
        level = to;
    }
    const ends = spans.flatMap(({ from, to }) => [from, to]);
    const low = Math.min(0, ...ends);
    const range = Math.max(0, ...ends) - low || 1;
    const place = (value) => (100 * (value - low)) / range;
    const bars = spans.map(({ from, to, kind }) => ({
        start: place(Math.min(from, to)),
        width: Math.max(place(Math.max(from, to)) - place(Math.min(from, to)), 0.5),
        kind,
    }));
    return { zero: place(0), bars };
}

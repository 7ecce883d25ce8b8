/** Return the steps, then one that fails where they took more clicks, taps and keys than `most`. */
export function atMost(most, steps) {
    const acts = steps.filter(({ run }) => run).length;
    const check = () => {
        if (acts > most) {
            throw new Error(`${acts} clicks and keys instead of ${most}`);
        }
        console.info(`clicks and keys: ${acts}`);
    };
    return [...steps, { content: `with at most ${most} clicks and keys`, trigger: "body", run: check }];
}

/** Going through a list by keys. */

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

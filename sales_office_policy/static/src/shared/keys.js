/** Going through a list of rows by keys, and marking them. */

import { useEffect } from "@odoo/owl";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";

const STEPS = { arrowdown: 1, arrowright: 1, arrowup: -1, arrowleft: -1 };
const MOVE_KEYS = [...Object.keys(STEPS), "home", "end"];

/** Returns where a key moves the selection in a list of so many rows; it stops at both ends. */
export function move(key, index, length) {
    if (key === "home") {
        return 0;
    }
    const target = key === "end" ? length - 1 : index + STEPS[key];
    return Math.max(0, Math.min(length - 1, target));
}

/** Returns the place of the next row that waits, after `index` or from the top; `index` when none does. */
export function nextWaiting(rows, index, waits) {
    const order = [...rows.keys()].map((number) => (index + 1 + number) % rows.length);
    return order.find((number) => waits(rows[number])) ?? index;
}

/**
 * Moves `state.index` through rows by arrows, Home and End, calls `mark` with the mark of a key, and `finish` on Enter
 * unless what has the focus keeps Enter to itself, as a button does.
 *
 * @param {object} state of the screen, with `index`
 * @param {object} options
 * @param {() => object[]} options.getRows the rows that are shown
 * @param {object} options.markKeys `{key: mark}`
 * @param {(mark: string) => void} options.mark for the selected row
 * @param {() => void} options.finish
 * @param {() => boolean} [options.canFinish] by default where there are rows
 */
export function useRowKeys(state, { getRows, markKeys, mark, finish, canFinish }) {
    const isAvailable = () => Boolean(getRows().length);
    for (const key of MOVE_KEYS) {
        useHotkey(key, () => (state.index = move(key, state.index, getRows().length)), { allowRepeat: true, isAvailable });
    }
    for (const [key, value] of Object.entries(markKeys)) {
        useHotkey(key, () => mark(value), { isAvailable });
    }
    useHotkey("enter", finish, {
        isAvailable: (target) => (canFinish || isAvailable)() && !target.closest?.("button, a, .modal"),
    });
}

/**
 * Keeps the focus, and the view, on the selected row of a list.
 *
 * @param {{el: HTMLElement}} list a reference to what holds the rows (`data-row`)
 * @param {object} state of the screen, with `index`
 * @param {() => any[]} getOther what else moves the focus when it changes
 * @returns {() => void} puts the focus there now
 */
export function useRowFocus(list, state, getOther) {
    const focus = () => {
        const row = list.el?.querySelectorAll("[data-row]")[state.index];
        row?.focus({ preventScroll: true });
        row?.scrollIntoView({ block: "nearest" });
    };
    useEffect(focus, () => [state.index, ...getOther()]);
    return focus;
}

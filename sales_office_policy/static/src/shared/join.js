/** What stands between Chinese words instead. */
const WIDE = { ", ": "，", ": ": "：" };

/**
 * Joins what is there, as Python's `join_title` does: commas and colons are those of the script they stand in.
 *
 * @param {(string|false|undefined)[]} parts
 * @param {string} [mark]
 * @returns {string}
 */
export function joinTitle(parts, mark = ", ") {
    const texts = parts.filter(Boolean).map(String);
    const letters = texts.join("").match(/\p{L}/gu) || [];
    const chinese = letters.filter((letter) => /[\u4e00-\u9fff]/.test(letter)).length;
    return texts.join(2 * chinese > letters.length ? WIDE[mark] : mark);
}

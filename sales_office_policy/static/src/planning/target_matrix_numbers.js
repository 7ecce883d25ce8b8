/** Numbers as people paste them from spreadsheets, in English and in Chinese. */

const UNITS = { 百: 1e2, 千: 1e3, k: 1e3, 万: 1e4, w: 1e4, 百万: 1e6, m: 1e6, 千万: 1e7, 亿: 1e8 };
const PLAIN = /^\d+(\.\d+)?(e[+-]?\d+)?$/;
// groups of three digits, or of four as Chinese counts them
const GROUPED = /^(\d{1,3}(,\d{3})+|\d{1,4}(,\d{4})+)(\.\d+)?$/;
const EMPTY = /^[-–—]*$/;

/** @returns {number} without what floats add to cents */
export function round(number) {
    return Math.round(number * 100) / 100;
}

/** @returns {number|null} what a text says; null for an empty cell, NaN for what is no number, a negative one included */
export function parseNumber(text) {
    // full-width digits and signs become plain ones
    const plain = text
        .normalize("NFKC")
        .toLowerCase()
        .replace(/rmb|cny|[¥$€£%元圆块'\s]/g, "")
        .replace(/、/g, ",");
    if (EMPTY.test(plain)) {
        return null;
    }
    const [, digits, unit] = plain.match(/^(.*?)(百万|千万|[百千万亿kwm])?$/);
    if (!PLAIN.test(digits) && !GROUPED.test(digits)) {
        return NaN;
    }
    return round(Number(digits.replaceAll(",", "")) * (unit ? UNITS[unit] : 1));
}

/** @returns {string[][]} the cells of what a spreadsheet copies */
export function parseCells(text) {
    const lines = text.replace(/\r\n?/g, "\n").replace(/\n+$/, "").split("\n");
    return lines.map((line) => line.split("\t").map((cell) => cell.trim().replace(/^"(.*)"$/, "$1")));
}

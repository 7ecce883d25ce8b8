import { round } from "./target_matrix_numbers";

const add = (numbers) => {
    const known = numbers.filter((number) => number !== null);
    return known.length ? round(known.reduce((sum, number) => sum + number, 0)) : null;
};

/** A table of targets with what is typed and not saved: sums, differences, undo. Without any screen. */
export class MatrixModel {
    constructor(data) {
        this.data = data;
        this.rows = data.rows;
        this.columns = data.columns;
        this.byKey = Object.fromEntries(this.rows.map((row) => [row.key, row]));
        this.months = this.columns.filter((column) => column.kind === "month");
        this.index = Object.fromEntries(this.columns.map((column, index) => [column.key, index]));
        this.below = Object.fromEntries(this.rows.map((row) => [row.key, []]));
        for (const row of this.rows) {
            this.below[row.above]?.push(row);
        }
        this.edits = new Map();
        this.steps = [];
        this.values = new Map();
    }

    /** Whether anybody has a target of a quarter: otherwise quarters are left out. */
    get hasQuarters() {
        const quarters = this.columns.flatMap((column, index) => (column.kind === "quarter" ? [index] : []));
        return this.rows.some((row) => quarters.some((index) => row.cells[index].id));
    }

    get isDirty() {
        return Boolean(this.changes.length);
    }

    /** @returns {Array[]} what is saved: owner, period, value, and what stood there */
    get changes() {
        return [...this.edits].flatMap(([id, value]) => {
            const [row, column] = this.parse(id);
            const was = this.cell(row, column).value;
            return value === was ? [] : [[row.owner, column, value, was]];
        });
    }

    id(row, column) {
        return `${row.key} ${column}`;
    }

    parse(id) {
        const [key, column] = id.split(" ");
        return [this.byKey[key], column];
    }

    cell(row, column) {
        return row.cells[this.index[column]];
    }

    canEdit(row, column) {
        return !this.cell(row, column).why;
    }

    isEdited(row, column) {
        const id = this.id(row, column);
        return this.edits.has(id) && this.edits.get(id) !== this.cell(row, column).value;
    }

    /** @returns {number|null} what is typed or saved, null where a value is the sum of others at most */
    own(row, column) {
        return this.edits.get(this.id(row, column)) ?? this.cell(row, column).value;
    }

    /** @returns {number|null} what is shown: of a cell that nobody set the sum of its parts */
    value(row, column) {
        const id = this.id(row, column);
        if (!this.values.has(id)) {
            this.values.set(id, this.own(row, column) ?? this.sum(row, column));
        }
        return this.values.get(id);
    }

    sum(row, column) {
        if (!this.data.additive || row.is_partial) {
            return null; // of some parts nothing is known
        }
        const below = add(this.below[row.key].map((part) => this.value(part, column)));
        return below ?? add(this.partsInTime(column).map((part) => this.value(row, part)));
    }

    /** @returns {string[]} keys of the months of a longer period */
    partsInTime(column) {
        return this.months.filter((month) => month.above.includes(column)).map((month) => month.key);
    }

    /** How a row's year is split: among those below, in time, or not at all. */
    axis(row) {
        const { axis } = this.cell(row, "year");
        if (axis) {
            return axis;
        }
        if (this.below[row.key].some((part) => this.own(part, "year") !== null)) {
            return "team";
        }
        return this.months.some((month) => this.own(row, month.key) !== null) ? "period" : "";
    }

    /** @returns {number|null} a period's target less the sum of its parts; null where it has none */
    difference(row, column = "year") {
        const value = this.own(row, column);
        if (value === null || !this.data.additive || row.is_partial) {
            return null;
        }
        const isTeam = column === "year" ? this.axis(row) === "team" : this.below[row.key].length;
        const parts = isTeam
            ? add([...this.below[row.key].map((part) => this.value(part, column)), row.hidden[column] ?? null])
            : add(this.partsInTime(column).map((part) => this.own(row, part)));
        return parts === null ? null : round(value - parts);
    }

    /** Types values: `[[row, column, value]]`, null for nothing; taken back as one step. */
    set(values) {
        const step = values.map(([row, column]) => [this.id(row, column), this.edits.get(this.id(row, column))]);
        for (const [row, column, value] of values) {
            this.put(this.id(row, column), value ?? undefined);
        }
        this.steps.push(step);
    }

    put(id, value) {
        if (value === undefined) {
            this.edits.delete(id);
        } else {
            this.edits.set(id, value);
        }
        this.values.clear();
    }

    undo() {
        for (const [id, value] of this.steps.pop() ?? []) {
            this.put(id, value);
        }
    }

    /** The year of whoever has months and no year is their sum, unless the months are parts of the months above. */
    completeYears() {
        const years = [];
        if (!this.data.additive) {
            return;
        }
        for (const row of this.rows) {
            const typed = this.months.some((month) => this.isEdited(row, month.key));
            const above = this.byKey[row.above];
            const isPart = above && this.months.some((month) => this.own(above, month.key) !== null);
            if (typed && !isPart && this.own(row, "year") === null && this.canEdit(row, "year")) {
                years.push([row, "year", add(this.months.map((month) => this.own(row, month.key)))]);
            }
        }
        if (years.length) {
            this.set(years);
        }
    }

    // ------------------------------------------------------------
    // Distributing
    // ------------------------------------------------------------

    /** @returns {number[]} weights of the parts `[[row, column]]` of one value */
    weigh(parts, by, weights) {
        if (by === "weights" && weights.length) {
            return parts.map((_part, index) => weights[index] ?? 0);
        }
        return parts.map(([row, column]) => {
            if (by === "last_year") {
                return this.cell(row, column).last;
            }
            const month = this.months.findIndex((one) => one.key === column);
            return by === "seasonal" && month >= 0 ? this.data.seasons[month] : 1;
        });
    }

    /** @returns {Array[]} the cells into which the value of a cell goes, none where it goes no further */
    getParts(row, column, into) {
        const below = this.below[row.key].map((part) => [part, column]);
        if (into === "below") {
            return below;
        }
        const isMonth = column !== "year";
        const isInTime = this.cell(row, "year").axis === "period";
        if (into === "all" && below.length && (isMonth ? isInTime || this.own(row, "year") === null : !isInTime)) {
            return below;
        }
        return isMonth ? [] : this.months.map((month) => [row, month.key]);
    }

    /**
     * Distributes the year of a row; what may not be changed stays, the others share the rest.
     *
     * @param {"months"|"below"|"all"} into
     * @param {"equal"|"seasonal"|"last_year"|"weights"} by
     * @param {number[]} weights
     * @param {Function} split asks the server: parts of `[[value, weights]]` that add up
     * @returns {string} why not, in a word; nothing when it is done
     */
    async distribute(row, into, by, weights, split) {
        const typed = new Map();
        const get = (part, column) => typed.get(this.id(part, column)) ?? this.value(part, column);
        let waiting = [[row, "year"]];
        while (waiting.length) {
            const wholes = waiting.map((whole) => ({ whole, parts: this.getParts(...whole, into) }));
            const asked = wholes
                .map(({ whole, parts }) => this.ask(get(...whole), parts, get, by, weights))
                .filter((one) => one.free.length);
            if (asked.some((one) => one.rest < 0)) {
                return "negative";
            }
            if (by === "last_year" && asked.some((one) => !one.weights.some((weight) => weight > 0))) {
                return "nothing";
            }
            const answers = asked.length ? await split(asked.map((one) => [one.rest, one.weights])) : [];
            for (const [index, { free }] of asked.entries()) {
                free.forEach((part, number) => typed.set(this.id(...part), answers[index][number]));
            }
            const parts = wholes.flatMap((one) => one.parts);
            waiting = into === "all" ? parts.filter((part) => get(...part) !== null) : [];
        }
        if (!typed.size) {
            return "locked";
        }
        const values = [...typed].map(([id, value]) => [...this.parse(id), value]);
        this.set([...values, ...this.getQuarters(typed)]);
        return "";
    }

    /** @returns {Object} the parts of a value that may be changed, what is left for them, and their weights */
    ask(value, parts, get, by, weights) {
        const free = parts.filter((part) => this.canEdit(...part));
        const fixed = parts.filter((part) => !this.canEdit(...part)).map((part) => get(...part));
        return { free, rest: round((value ?? 0) - (add(fixed) ?? 0)), weights: this.weigh(free, by, weights) };
    }

    /** @returns {Array[]} quarters that somebody set follow the months into which their year was distributed */
    getQuarters(typed) {
        const get = (row, column) => typed.get(this.id(row, column)) ?? this.own(row, column);
        return this.rows.flatMap((row) =>
            this.columns
                .filter((column) => column.kind === "quarter" && this.own(row, column.key) !== null)
                .filter((column) => this.canEdit(row, column.key))
                .map((column) => [row, column.key, this.partsInTime(column.key)])
                .filter(([, , months]) => months.some((month) => typed.has(this.id(row, month))))
                .map(([, column, months]) => [row, column, add(months.map((month) => get(row, month)))])
        );
    }

    // ------------------------------------------------------------
    // Pasting
    // ------------------------------------------------------------

    /**
     * Finds where the cells of a spreadsheet go: from a cell on, or by the names in their first column.
     *
     * @param {string[][]} cells
     * @param {Function} parse what a text says as a number
     * @param {Object[]} columns those that are shown
     * @returns {{values: Array[], problem: Array|null}} a problem is a kind and what it is about
     */
    place(cells, parse, columns, rowIndex, columnIndex) {
        const isText = (text) => Number.isNaN(parse(text));
        let lines = cells;
        if (lines.length > 1 && lines[0].slice(1).some(isText)) {
            lines = lines.slice(1); // headings
        }
        const isNamed = lines[0].length > 1 && lines.every((line) => isText(line[0]));
        const values = [];
        for (const [number, line] of lines.entries()) {
            const name = line[0].replace(/^[\s\u3000]+/, "");
            const row = isNamed ? this.rows.find((one) => one.name === name) : this.rows[rowIndex + number];
            const texts = isNamed ? line.slice(1) : line;
            if (!row) {
                return { values: [], problem: isNamed ? ["name", name] : ["size", ""] };
            }
            for (const [position, text] of texts.entries()) {
                const column = columns[columnIndex + position];
                const value = parse(text);
                if (Number.isNaN(value)) {
                    return { values: [], problem: ["number", text] };
                }
                if (value === null) {
                    continue;
                }
                if (!column) {
                    return { values: [], problem: ["size", text] };
                }
                if (this.canEdit(row, column.key)) {
                    values.push([row, column.key, value]);
                } else if (this.own(row, column.key) !== null && this.own(row, column.key) !== value) {
                    return { values: [], problem: ["locked", `${row.name} ${column.name}`, this.cell(row, column.key).why] };
                }
            }
        }
        return { values, problem: null };
    }
}

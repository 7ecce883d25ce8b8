import { Component, onWillStart, useEffect, useRef, useState } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatFloat } from "@web/core/utils/numbers";
import { deserializeDate } from "@web/core/l10n/dates";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { MatrixModel } from "./target_matrix_model";
import { parseCells, parseNumber } from "./target_matrix_numbers";

const PLAN = "sales.office.plan";
const TARGET = "sales.office.target";

/** The targets of a year in one table: people and teams by year and months, typed, pasted or distributed, saved at once. */
export class TargetMatrix extends Component {
    static template = "sales_office_policy.TargetMatrix";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.actionService = useService("action");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.orm = useService("orm");
        this.display = { controlPanel: {} };
        this.input = useRef("input");
        this.state = useState({
            plans: [],
            planId: this.props.state?.planId || this.props.action.context.active_id || false,
            metric: this.props.state?.metric || "",
            period: "",
            active: null,
            text: "",
            into: "all",
            by: "equal",
            weights: "",
            showsLastYear: true,
            revision: 0,
            busy: false,
        });
        this.model = null;
        useSetupAction({
            beforeLeave: () => this.mayLeave(),
            beforeUnload: (ev) => this.model?.isDirty && ev.preventDefault(),
            getLocalState: () => ({ planId: this.state.planId, metric: this.state.metric }),
        });
        onWillStart(() => this.start());
        useEffect(
            (id) => {
                if (id) {
                    this.input.el?.focus({ preventScroll: false });
                    this.input.el?.select();
                }
            },
            () => [this.state.active && `${this.state.active.row} ${this.state.active.column}`]
        );
    }

    async start() {
        this.state.plans = await this.orm.call(PLAN, "get_matrix_plans", []);
        this.state.planId ||= this.state.plans[0]?.id || false;
        await this.load();
    }

    async load() {
        if (!this.state.planId) {
            return;
        }
        const data = await this.orm.call(PLAN, "get_target_matrix", [[this.state.planId]], {
            metric: this.state.metric || false,
        });
        this.state.metric = data.metric;
        this.model = new MatrixModel(data);
        this.state.active = null;
        this.state.revision++;
    }

    get data() {
        return this.model.data;
    }

    get rows() {
        return this.model.rows;
    }

    /** @returns {Object[]} the year, its quarters where anybody has a target of one, its months */
    get periods() {
        const hidden = this.model.hasQuarters ? "" : "quarter";
        return this.model.columns.filter((column) => column.kind !== hidden);
    }

    /** @returns {Object[]} what stands beside each other: a phone shows one period, which is chosen above */
    get columns() {
        return this.env.isSmall ? [this.period] : this.periods;
    }

    /** @returns {Object} what a phone shows: the running month until something is chosen */
    get period() {
        const month = luxon.DateTime.now().toFormat("yyyy-MM");
        return (
            this.periods.find((column) => column.key === this.state.period) ??
            this.periods.find((column) => column.month && column.month.startsWith(month)) ??
            this.periods[0]
        );
    }

    get activeRow() {
        return this.rows[this.state.active?.row ?? 0];
    }

    /** @returns {string} whose year the tools above the table distribute */
    get whoseYear() {
        return _t("Distribute the year of %s", this.activeRow.name);
    }

    /** @returns {string} the name of somebody who is not there any more */
    getArchivedName(row) {
        return _t("%s (archived)", row.name);
    }

    get toPropose() {
        return this.collect("can_propose");
    }

    get toAccept() {
        return this.collect("can_accept");
    }

    get labels() {
        const changes = this.model.changes.length;
        return {
            accept: _t("Accept (%s)", this.toAccept.length),
            propose: _t("Propose to the Owners (%s)", this.toPropose.length),
            save: changes ? _t("Save (%s)", changes) : _t("Save"),
        };
    }

    collect(flag) {
        return this.rows.flatMap((row) => row.cells.filter((cell) => cell[flag]).map((cell) => cell.id));
    }

    // ------------------------------------------------------------
    // What is shown
    // ------------------------------------------------------------

    format(number) {
        if (number === null || number === undefined) {
            return "";
        }
        return formatFloat(number, { digits: [16, Number.isInteger(number) ? 0 : 2] });
    }

    label(column) {
        if (!column.month) {
            return column.kind === "year" ? column.name : column.name.split(" ")[1];
        }
        return deserializeDate(column.month).toLocaleString({ month: "short" });
    }

    /** Everything about one cell, in one go. */
    look(row, column) {
        const cell = this.model.cell(row, column.key);
        const own = this.model.own(row, column.key);
        const difference = column.kind === "month" ? this.model.difference(row, column.key) : null;
        return {
            text: this.format(this.model.value(row, column.key)),
            last: cell.last ? this.format(cell.last) : "",
            isSum: own === null,
            isEdited: this.model.isEdited(row, column.key),
            isLocked: Boolean(cell.why),
            difference,
            state: cell.state,
            title: [
                this.data.states[cell.state],
                cell.why && this.data.reasons[cell.why],
                difference && _t("Its parts differ by %s", this.format(difference)),
            ]
                .filter(Boolean)
                .join(" · "),
        };
    }

    difference(row) {
        return this.model.difference(row);
    }

    // ------------------------------------------------------------
    // Typing
    // ------------------------------------------------------------

    activate(row, column) {
        if (this.state.active && !this.commit()) {
            return;
        }
        this.state.active = { row, column };
        this.state.text = this.getText();
    }

    isActive(row, column) {
        return this.state.active?.row === row && this.state.active?.column === column;
    }

    /** @returns {string} what is typed over: a plain number, which can be read back */
    getText() {
        const { row, column } = this.state.active;
        const value = this.model.value(this.rows[row], this.columns[column].key);
        return value === null ? "" : String(value);
    }

    /** Takes what is typed; @returns {boolean} whether it is a number */
    commit() {
        const { row, column } = this.state.active;
        const [place, key] = [this.rows[row], this.columns[column].key];
        if (this.state.text.trim() === this.getText() || !this.model.canEdit(place, key)) {
            return true;
        }
        const value = parseNumber(this.state.text);
        if (Number.isNaN(value)) {
            this.warn(_t("“%s” is not a number that a target can have.", this.state.text));
            return false;
        }
        this.model.set([[place, key, value]]);
        this.state.revision++;
        return true;
    }

    choosePeriod(key) {
        if (!this.state.active || this.commit()) {
            Object.assign(this.state, { period: key, active: null });
        }
        this.state.revision++;
    }

    leave() {
        if (this.state.active && this.commit()) {
            this.state.text = this.getText();
        }
    }

    move(rows, columns) {
        const width = this.columns.length;
        const { row, column } = this.state.active;
        const position = (row + rows) * width + column + columns;
        if (position >= 0 && position < this.rows.length * width) {
            this.activate(Math.floor(position / width), position % width);
        }
    }

    onKeydown(ev) {
        const { selectionStart: start, selectionEnd: end, value } = ev.target;
        const isWhole = start === 0 && end === value.length;
        const moves = {
            ArrowUp: [-1, 0],
            ArrowDown: [1, 0],
            Enter: [ev.shiftKey ? -1 : 1, 0],
            Tab: [0, ev.shiftKey ? -1 : 1],
            ArrowLeft: (isWhole || end === 0) && [0, -1],
            ArrowRight: (isWhole || start === value.length) && [0, 1],
        };
        if (moves[ev.key] && !ev.isComposing) {
            ev.preventDefault();
            this.move(...moves[ev.key]);
        } else if (ev.key === "Escape") {
            this.state.text = this.getText();
        } else if (ev.key.toLowerCase() === "z" && (ev.ctrlKey || ev.metaKey) && this.state.text === this.getText()) {
            ev.preventDefault();
            this.undo();
        }
    }

    onPaste(ev) {
        const text = ev.clipboardData?.getData("text/plain") || "";
        const cells = parseCells(text);
        if (cells.length === 1 && cells[0].length === 1) {
            return; // into the one cell, as everywhere
        }
        ev.preventDefault();
        const { row, column } = this.state.active;
        const { values, problem } = this.model.place(cells, parseNumber, this.columns, row, column);
        if (problem) {
            this.warn(this.explain(problem));
            return;
        }
        this.model.set(values);
        this.state.text = this.getText();
        this.state.revision++;
        this.notification.add(_t("Cells pasted: %s. They are saved with the button.", values.length), { type: "info" });
    }

    explain([kind, what, why]) {
        switch (kind) {
            case "number":
                return _t("Nothing was pasted: “%s” is not a number that a target can have.", what);
            case "name":
                return _t("Nothing was pasted: nobody on this table is called “%s”.", what);
            case "size":
                return _t("Nothing was pasted: it is larger than the table from here on.");
            case "locked":
                return _t("Nothing was pasted. %(cell)s: %(reason)s", { cell: what, reason: this.data.reasons[why] });
        }
    }

    warn(text) {
        this.notification.add(text, { type: "warning" });
    }

    undo() {
        this.model.undo();
        if (this.state.active) {
            this.state.text = this.getText();
        }
        this.state.revision++;
    }

    // ------------------------------------------------------------
    // Distributing, saving, agreeing
    // ------------------------------------------------------------

    async distribute() {
        this.leave();
        const weights = parseCells(this.state.weights.replace(/[\s;；，,:：]+/g, "\t"))[0].map(parseNumber);
        if (this.state.by === "weights" && !weights.every((weight) => weight >= 0 && weight !== null)) {
            this.warn(_t("Enter the weights as numbers with blanks between them."));
            return;
        }
        const split = (shares) => this.orm.call(PLAN, "split_matrix_values", [[this.state.planId], this.state.metric, shares]);
        const { into, by } = this.state;
        const problem = await this.model.distribute(this.activeRow, into, by, weights, split);
        const problems = {
            locked: _t("There is nothing below that you can change."),
            negative: _t("What is agreed already is more than there is to distribute."),
            nothing: _t("The books say nothing about last year: split in another way."),
        };
        if (problem) {
            this.warn(problems[problem]);
        }
        if (this.state.active) {
            this.state.text = this.getText();
        }
        this.state.revision++;
    }

    async save() {
        if (this.state.busy || (this.state.active && !this.commit())) {
            return;
        }
        this.model.completeYears();
        const { changes } = this.model;
        if (!changes.length) {
            return;
        }
        this.state.busy = true;
        try {
            const { changed, made } = await this.orm.call(PLAN, "save_target_matrix", [
                [this.state.planId],
                this.state.metric,
                changes,
            ]);
            this.notification.add(_t("Targets changed: %(changed)s; new ones: %(made)s.", { changed, made }), { type: "success" });
            await this.load();
        } finally {
            this.state.busy = false;
            this.state.revision++;
        }
    }

    propose() {
        return this.press("action_propose", this.toPropose);
    }

    accept() {
        return this.press("action_accept", this.toAccept);
    }

    async press(method, ids) {
        if (await this.mayLeave()) {
            await this.orm.call(TARGET, method, [ids]);
            await this.load();
        }
    }

    /** @returns {Promise<boolean>} whether what is typed and not saved may be lost */
    mayLeave() {
        if (!this.model?.isDirty) {
            return true;
        }
        return new Promise((resolve) =>
            this.dialog.add(
                ConfirmationDialog,
                {
                    body: _t("What you typed is not saved yet. Leave it?"),
                    confirmLabel: _t("Discard Changes"),
                    confirm: () => resolve(true),
                    cancel: () => resolve(false),
                },
                { onClose: () => resolve(false) }
            )
        );
    }

    async choose(name, value) {
        if (await this.mayLeave()) {
            this.state[name] = value;
            await this.load();
        }
        this.state.revision++;
    }

    openTarget(row, column) {
        const { id } = this.model.cell(row, column.key);
        if (id) {
            return this.actionService.doAction({
                type: "ir.actions.act_window",
                res_model: TARGET,
                res_id: id,
                views: [[false, "form"]],
            });
        }
    }
}

registry.category("actions").add("sales_office_policy.target_matrix", TargetMatrix);

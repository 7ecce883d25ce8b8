import { Component, onMounted, onWillStart, onWillUnmount, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { formatList } from "@web/core/l10n/utils";
import { registry } from "@web/core/registry";
import { Mutex } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { joinTitle } from "../shared/join";
import { nextWaiting, useRowFocus, useRowKeys } from "../shared/keys";
import { ExcuseDialog } from "./excuse_dialog";
import { getPosition } from "./position";
import { count, isWaiting, MARK_KEYS } from "./roll_call_keys";

const MEETING = "sales.office.meeting";
const ATTENDANCE = "sales.office.meeting.attendance";
const REFRESH = 5000;

/** The chair's screen during a meeting: everybody on the list, marked by touch or by key. */
export class RollCall extends Component {
    static template = "sales_office_policy.RollCall";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.actionService = useService("action");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.orm = useService("orm");
        this.mutex = new Mutex();
        this.pending = 0;
        this.display = { controlPanel: {} };
        this.list = useRef("list");
        this.state = useState({ meeting: null, choices: null, index: 0, showsCode: browser.innerWidth >= 992 });
        this.meetingId = this.props.action.context.active_id;

        onWillStart(() => this.start());
        onMounted(() => {
            this.timer = browser.setInterval(() => this.refresh(), REFRESH);
        });
        onWillUnmount(() => browser.clearInterval(this.timer));
        this.focusSelected = useRowFocus(this.list, this.state, () => [this.state.meeting?.id]);
        useRowKeys(this.state, {
            getRows: () => this.rows,
            markKeys: MARK_KEYS,
            mark: (mark) => (mark === "expected" ? this.undo() : this.mark(this.state.index, mark)),
            finish: () => (this.state.meeting.state === "planned" ? this.open() : this.close()),
        });
    }

    get rows() {
        return this.state.meeting?.rows || [];
    }

    /** @returns {string} whether somebody is there, since when, or why not */
    describe(row) {
        return joinTitle([joinTitle([this.state.meeting.states[row.state], row.time]), row.reason], ": ");
    }

    /** @returns {string} with what words somebody asks to be excused */
    getRequest(row) {
        return _t("Asks to be excused: %s", row.request);
    }

    get counts() {
        return count(this.rows);
    }

    get marks() {
        return [
            { state: "present", label: _t("Present"), key: "P", icon: "fa-check", color: "success" },
            { state: "late", label: _t("Late"), key: "L", icon: "fa-clock-o", color: "warning" },
            { state: "absent", label: _t("Absent"), key: "A", icon: "fa-times", color: "danger" },
            { state: "excused", label: _t("Excused"), key: "E", icon: "fa-calendar-times-o", color: "info" },
        ];
    }

    /** Returns the colour of a row's mark; none while the chair waits for them. */
    getColor(row) {
        return this.marks.find(({ state }) => state === row.state)?.color || "";
    }

    get isOver() {
        return ["closed", "cancelled"].includes(this.state.meeting.state);
    }

    async start() {
        if (!this.meetingId) {
            const choices = await this.orm.call(MEETING, "get_roll_call_choices", []);
            if (choices.length !== 1) {
                this.state.choices = choices;
                return;
            }
            this.meetingId = choices[0].id;
        }
        await this.load();
    }

    async load() {
        this.show(await this.orm.call(MEETING, "get_roll_call", [[this.meetingId]]));
    }

    show(meeting) {
        const first = !this.state.meeting;
        this.state.meeting = meeting;
        this.state.choices = null;
        if (first) {
            this.state.index = nextWaiting(meeting.rows, -1, isWaiting);
        }
        this.state.index = Math.max(0, Math.min(this.state.index, meeting.rows.length - 1));
    }

    /** People sign in themselves meanwhile, and the code changes. */
    async refresh() {
        if (!this.state.meeting || this.isOver || this.pending || document.hidden) {
            return;
        }
        const meeting = await this.orm.silent.call(MEETING, "get_roll_call", [[this.meetingId]]);
        if (!this.pending) {
            this.show(meeting);
        }
    }

    choose(id) {
        this.meetingId = id;
        return this.load();
    }

    select(index) {
        this.state.index = index;
    }

    /** Calls a method that returns the screen again; one after the other, whatever happens. */
    async change(method, ids, args = [], model = ATTENDANCE) {
        this.pending++;
        try {
            const meeting = await this.mutex.exec(() => this.orm.call(model, method, [ids, ...args]));
            if (this.pending === 1 && meeting?.rows) {
                this.show(meeting);
            }
        } catch (error) {
            await this.load(); // what is shown was a hope
            throw error;
        } finally {
            this.pending--;
        }
    }

    /** Takes back the selected person's mark; when they have none, the last one that was made. */
    undo() {
        const last = this.rows.findIndex((row) => row.id === this.lastId);
        const index = this.rows[this.state.index].state === "expected" ? last : this.state.index;
        this.lastId = null;
        if (index >= 0) {
            return this.mark(index, "expected");
        }
    }

    mark(index, state, reason = false) {
        const row = this.rows[index];
        if (!row || this.isOver) {
            return;
        }
        this.state.index = index;
        if (row.is_own) {
            this.notification.add(_t("Nobody marks themselves: sign in."), { type: "warning" });
            return;
        }
        if (this.state.meeting.state !== "open" && !["excused", "expected"].includes(state)) {
            this.notification.add(_t("Open the meeting first. Until then people can only be excused."), { type: "warning" });
            return;
        }
        if (state === "excused" && !reason) {
            this.askReason(index);
            return;
        }
        row.state = state;
        row.is_on_leave = false;
        row.reason = reason || "";
        if (state !== "expected") {
            this.lastId = row.id;
            this.state.index = nextWaiting(this.rows, index, isWaiting);
        }
        return this.change("action_mark", [row.id], [state, reason]);
    }

    askReason(index) {
        const { name, reason, request } = this.rows[index];
        this.dialog.add(
            ExcuseDialog,
            { name, reason: reason || request, confirm: (text) => this.mark(index, "excused", text) },
            { onClose: () => this.focusSelected() }
        );
    }

    answer(row, method) {
        row.request = "";
        return this.change(method, [row.id]).then(() => this.load());
    }

    async signIn() {
        const position = await getPosition(this.state.meeting.tracks_device);
        const action = await this.orm.call(MEETING, "action_sign_in", [[this.meetingId]], position);
        await this.actionService.doAction(action);
        await this.load();
    }

    async open() {
        await this.change("action_open", [this.meetingId], [], MEETING);
        await this.load();
        this.focusSelected();
    }

    close() {
        if (this.state.meeting.state !== "open") {
            return;
        }
        const missing = this.rows.filter((row) => row.state === "expected").map((row) => row.name);
        const body = missing.length
            ? _t("Marked absent, because nobody saw them: %(names)s.", { names: formatList(missing) })
            : _t("Everybody is accounted for. Roll call and minutes are locked.");
        this.dialog.add(
            ConfirmationDialog,
            {
                title: _t("Close the meeting?"),
                body,
                confirmLabel: _t("Close Meeting"),
                confirm: () => this.confirmClose(),
                cancel: () => {},
            },
            { onClose: () => this.focusSelected() }
        );
    }

    async confirmClose() {
        await this.change("action_close", [this.meetingId], [], MEETING);
        await this.load();
    }

    openMeeting() {
        return this.actionService.doAction({
            type: "ir.actions.act_window",
            res_model: MEETING,
            res_id: this.meetingId,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("sales_office_policy.roll_call", RollCall);

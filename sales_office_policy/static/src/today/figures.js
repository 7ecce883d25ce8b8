import { Component, onWillStart, useState } from "@odoo/owl";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";

/** Round as the ring is drawn: a circle of this circumference. */
const AROUND = 100;

/** The picture of the day above what waits: rings, amounts, who is there, what the day brings. Shown by kind. */
export class TodayFigures extends Component {
    static template = "sales_office_policy.TodayFigures";
    static props = {};

    setup() {
        this.actionService = useService("action");
        this.orm = useService("orm");
        this.state = useState({ figures: [] });
        // not awaited: what waits is there first
        onWillStart(() => void this.load());
    }

    /** What waits is there without the picture: whatever fails here keeps nobody from it. */
    async load() {
        try {
            this.state.figures = await this.orm.call("sales.office.today", "get_figures", []);
        } catch (error) {
            console.warn(error);
        }
    }

    /** @returns {Object[]} the figures of some kinds, in the order of the rooms */
    pick(...kinds) {
        return this.state.figures.filter(({ kind }) => kinds.includes(kind));
    }

    /** @returns {boolean} whether anything of the day has its time */
    get hasTimes() {
        return this.pick("entry").some(({ value }) => value);
    }

    formatPercent({ percent }) {
        return new Intl.NumberFormat(user.lang, { style: "percent" }).format(percent / 100);
    }

    /** @returns {string} how much of the ring is drawn, as SVG has it */
    getDash({ percent }) {
        return `${Math.max(0, Math.min(AROUND, percent))} ${AROUND}`;
    }

    async open(figure) {
        const action = figure.call ? await this.orm.call(...figure.call, []) : figure.action;
        return action && this.actionService.doAction(action);
    }
}

import { Component, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { session } from "@web/session";

/** Offers the tour of the user's post until they have gone through it, or said that they need none. */
export class SalesOfficeWelcome extends Component {
    static template = "sales_office_policy.Welcome";
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.state = useState({ tour: session.sales_office_tour });
    }

    start() {
        const { tour } = this.state;
        this.forget();
        return this.env.services.tour_service.startTour(tour, { mode: "manual", redirect: false });
    }

    decline() {
        const { tour } = this.state;
        this.forget();
        return this.orm.call("web_tour.tour", "consume", [tour]);
    }

    forget() {
        session.sales_office_tour = "";
        this.state.tour = "";
    }
}

import { Component } from "@odoo/owl";
import { CheckBox } from "@web/core/checkbox/checkbox";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { getFieldDomain } from "@web/model/relational_model/utils";
import { useSpecialData } from "@web/views/fields/relational_utils";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** @returns {Object[]} the departments, each followed by those below it, with how deep it stands and what is above it */
export function sortTree(departments) {
    const known = new Set(departments.map(({ id }) => id));
    const below = Object.groupBy(departments, ({ parent_id }) => (known.has(parent_id?.[0]) ? parent_id[0] : 0));
    const walk = (id, above) =>
        (below[id] ?? [])
            .toSorted((one, other) => one.name.localeCompare(other.name))
            .flatMap((department) => [{ ...department, above }, ...walk(department.id, [...above, department.id])]);
    return walk(0, []);
}

/** Departments to tick as the tree they are: what is below a ticked one goes with it. */
export class DepartmentTreeField extends Component {
    static template = "sales_office_policy.DepartmentTreeField";
    static components = { CheckBox };
    static props = {
        ...standardFieldProps,
        domain: { type: [Array, Function], optional: true },
    };

    setup() {
        this.departments = useSpecialData((orm, props) => {
            const { relation } = props.record.fields[props.name];
            const domain = getFieldDomain(props.record, props.name, props.domain);
            return orm.searchRead(relation, domain, ["name", "parent_id", "manager_id", "total_employee"]);
        });
    }

    get nodes() {
        return sortTree(this.departments.data);
    }

    isTicked({ id }) {
        return this.props.record.data[this.props.name].currentIds.includes(id);
    }

    /** Whether a department belongs to one above that is ticked. */
    isWithin({ above }) {
        return above.some((id) => this.isTicked({ id }));
    }

    getDetail({ manager_id, total_employee }) {
        const people = total_employee === 1 ? _t("1 person") : _t("%s people", total_employee);
        return manager_id ? _t("%(people)s, led by %(leader)s", { people, leader: manager_id[1] }) : people;
    }

    tick({ id }, ticked) {
        return this.props.record.data[this.props.name].addAndRemove({
            add: ticked ? [id] : [],
            remove: ticked ? [] : [id],
        });
    }
}

registry.category("fields").add("sales_office_department_tree", {
    component: DepartmentTreeField,
    displayName: _t("Department tree"),
    supportedTypes: ["many2many"],
    isEmpty: () => false,
    extractProps: (_fieldInfo, { domain }) => ({ domain }),
});

import { Component, onMounted, onWillStart, onWillUnmount, useEffect, useRef } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";
import { cookie } from "@web/core/browser/cookie";
import { getCustomColor } from "@web/core/colors/colors";
import { user } from "@web/core/user";
import { joinTitle } from "../shared/join";

/** Colours that the colour-blind tell apart (after Okabe and Ito), each with a pattern of its own. */
const INKS = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00", "#56B4E9", "#7F7F7F", "#B8A800"];
const SIZE = 12;
const BAR = 34;

/** @returns the strokes of a pattern on a square of SIZE, each from one point to another; none is a plain colour */
const STROKES = [
    [],
    [[0, SIZE, SIZE, 0]],
    [[0, 6, SIZE, 6]],
    [[6, 0, 6, SIZE]],
    [
        [0, 6, SIZE, 6],
        [6, 0, 6, SIZE],
    ],
    [[0, 0, SIZE, SIZE]],
    [
        [0, 0, SIZE, SIZE],
        [0, SIZE, SIZE, 0],
    ],
    [
        [0, 3, SIZE, 3],
        [0, 9, SIZE, 9],
    ],
];

/** @returns {CanvasPattern} the ink of a series: its colour with strokes of its own, which a grey print shows as well */
export function getInk(index) {
    const color = INKS[index % INKS.length];
    const square = document.createElement("canvas");
    square.width = square.height = SIZE;
    const context = square.getContext("2d");
    context.fillStyle = color;
    context.fillRect(0, 0, SIZE, SIZE);
    context.strokeStyle = "#ffffff";
    context.lineWidth = 2.5;
    for (const [x, y, toX, toY] of STROKES[index % STROKES.length]) {
        context.beginPath();
        context.moveTo(x, y);
        context.lineTo(toX, toY);
        context.stroke();
    }
    return { color, pattern: context.createPattern(square, "repeat") };
}

/** Some columns of a block as bars; the table beside it has the same figures in words and opens them. */
export class SalesOfficeOverviewChart extends Component {
    static template = "sales_office_policy.OverviewChart";
    static props = { block: Object, rows: Array, format: Function, onOpen: Function };

    setup() {
        this.canvas = useRef("canvas");
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            () => this.draw(),
            () => [this.props.block, this.props.rows.length]
        );
        onMounted(() => {
            this.resize = () => this.chart?.resize();
            window.addEventListener("beforeprint", this.resize);
            window.addEventListener("afterprint", this.resize);
        });
        onWillUnmount(() => {
            window.removeEventListener("beforeprint", this.resize);
            window.removeEventListener("afterprint", this.resize);
            this.chart?.destroy();
        });
    }

    get columns() {
        const { chart, columns } = this.props.block;
        return columns.filter((column) => chart.columns.includes(column.key));
    }

    get height() {
        const { chart } = this.props.block;
        const bars = this.props.rows.length * (chart.kind === "stack" ? 1 : this.columns.length);
        return chart.upright ? 240 : 80 + bars * BAR * 0.8;
    }

    draw() {
        this.chart?.destroy();
        const { chart, title } = this.props.block;
        const stacked = chart.kind === "stack";
        const ink = getCustomColor(cookie.get("color_scheme"), "#111827", "#E4E4E4");
        const numbers = { stacked, beginAtZero: true, ticks: { color: ink, precision: 0, maxTicksLimit: 6, callback: shorten } };
        const labels = { stacked, ticks: { color: ink, autoSkip: false, callback: this.getTick }, grid: { display: false } };
        this.chart = new window.Chart(this.canvas.el, {
            type: "bar",
            data: { labels: this.props.rows.map((row) => row.label), datasets: this.columns.map(this.getSeries, this) },
            options: {
                animation: false,
                indexAxis: chart.upright ? "x" : "y",
                maintainAspectRatio: false,
                onClick: (_event, [element]) => element && this.open(element),
                scales: chart.upright ? { x: labels, y: numbers } : { x: numbers, y: labels },
                plugins: {
                    legend: { display: this.columns.length > 1, labels: { color: ink } },
                    title: { display: false, text: title },
                    tooltip: { callbacks: { label: (item) => this.getTooltip(item) } },
                },
            },
        });
    }

    getTick(value) {
        const label = this.getLabelForValue(value);
        return label.length > 22 ? `${label.slice(0, 20)}…` : label;
    }

    getSeries(column, index) {
        const { color, pattern } = getInk(index);
        return {
            label: column.label,
            data: this.props.rows.map((row) => row.cells[column.key]?.value ?? null),
            backgroundColor: pattern,
            borderColor: color,
            borderWidth: 1,
            maxBarThickness: BAR,
        };
    }

    getTooltip(item) {
        const column = this.columns[item.datasetIndex];
        const figure = this.props.rows[item.dataIndex].cells[column.key];
        return joinTitle([column.label, this.props.format(figure, column)], ": ");
    }

    open({ index, datasetIndex }) {
        const figure = this.props.rows[index].cells[this.columns[datasetIndex].key];
        if (figure?.open) {
            this.props.onOpen(this.props.block, figure);
        }
    }
}

/** @returns {string} a number on an axis in a few characters, as the reader's language writes it */
function shorten(value) {
    return new Intl.NumberFormat(user.lang, { notation: "compact", maximumFractionDigits: 1 }).format(value);
}

/** One line of a picture: what is asked, and what it is called. */
export interface Query {
  readonly expr: string;
  readonly legend: string;
}

export interface Panel {
  readonly title: string;
  /** What one should know to read it. */
  readonly description?: string;
  readonly kind: "timeseries" | "stat" | "table";
  /** Grafana's name of a unit. @example "reqps" */
  readonly unit: string;
  readonly queries: readonly Query[];
  /** Red from here on. */
  readonly alertAbove?: number;
  /** Of a row of 24. @default 12 */
  readonly width?: 6 | 8 | 12 | 24;
}

export interface Dashboard {
  /** Stays the same for ever: links are made of it. */
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly Panel[];
}

export const datasourceUid = "prometheus";

const height = 8;
const rowWidth = 24;

/** The dashboard as Grafana 12 reads it. Source: Grafana's documentation, "Dashboard JSON model". */
export const dashboardJson = ({ uid, title, panels }: Dashboard) => ({
  uid,
  title,
  tags: ["twelve-street"],
  schemaVersion: 41,
  // A dashboard is code: what is changed in the page is gone at the next start.
  editable: false,
  refresh: "30s",
  time: { from: "now-1h", to: "now" },
  timezone: "browser",
  panels: places(panels).map(({ panel, gridPos }, index) => ({
    id: index + 1,
    gridPos,
    title: panel.title,
    description: panel.description ?? "",
    type: panel.kind,
    datasource: { type: "prometheus", uid: datasourceUid },
    fieldConfig: { defaults: { unit: panel.unit, min: 0, ...thresholds(panel) }, overrides: [] },
    options: {},
    targets: panel.queries.map(({ expr, legend }, query) => ({
      refId: String.fromCharCode("A".charCodeAt(0) + query),
      expr,
      legendFormat: legend,
      datasource: { type: "prometheus", uid: datasourceUid },
      ...(panel.kind === "table" && { format: "table", instant: true }),
    })),
  })),
});

interface Thresholds {
  readonly mode: "absolute";
  readonly steps: readonly { readonly color: string; readonly value: number | null }[];
}

const thresholds = ({
  alertAbove,
  kind,
}: Panel): { thresholds?: Thresholds; custom?: Readonly<Record<string, unknown>> } =>
  alertAbove === undefined
    ? {}
    : {
        thresholds: {
          mode: "absolute",
          steps: [
            { color: "green", value: null },
            { color: "red", value: alertAbove },
          ],
        },
        ...(kind === "timeseries" && { custom: { thresholdsStyle: { mode: "line" } } }),
      };

/** From left to right, and below when a row is full. */
function places(panels: readonly Panel[]) {
  let [x, y] = [0, 0];
  return panels.map((panel) => {
    const w = panel.width ?? rowWidth / 2;
    if (x + w > rowWidth) [x, y] = [0, y + height];
    const gridPos = { x, y, w, h: height };
    x += w;
    return { panel, gridPos };
  });
}

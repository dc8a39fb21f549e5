import { z } from 'zod';
import type { Panel, PanelName, PanelRow } from '@/api/generated';
import { dateOfInstant } from '@/lib/format';
import { fiscalYear } from '@/lib/wareki';

export type PanelKind = 'bars' | 'heatmap' | 'map' | 'table';

/** The panels in their order on the page. `sums`: the columns of a row are parts of one whole. */
export const PANELS: readonly {
  name: PanelName;
  kind: PanelKind;
  group: 'handoffs' | 'cases' | 'issues' | 'work';
  sums: boolean;
}[] = [
  { name: 'handoff_outcomes', kind: 'bars', group: 'handoffs', sums: true },
  { name: 'handoff_times', kind: 'bars', group: 'handoffs', sums: true },
  { name: 'handoff_connections', kind: 'bars', group: 'handoffs', sums: true },
  { name: 'handoff_hops', kind: 'bars', group: 'handoffs', sums: true },
  { name: 'refusals', kind: 'bars', group: 'handoffs', sums: true },
  { name: 'ping_pong', kind: 'bars', group: 'handoffs', sums: true },
  { name: 'case_states', kind: 'bars', group: 'cases', sums: true },
  { name: 'case_issues', kind: 'bars', group: 'cases', sums: false },
  { name: 'case_features', kind: 'bars', group: 'cases', sums: false },
  { name: 'case_wards', kind: 'map', group: 'cases', sums: false },
  { name: 'case_districts', kind: 'bars', group: 'cases', sums: false },
  { name: 'case_agencies', kind: 'bars', group: 'cases', sums: false },
  { name: 'issue_pairs', kind: 'heatmap', group: 'issues', sums: false },
  { name: 'issue_sets', kind: 'table', group: 'issues', sums: true },
  { name: 'conferences', kind: 'bars', group: 'work', sums: true },
  { name: 'assignments_kept', kind: 'bars', group: 'work', sums: true },
  { name: 'plan_reviews', kind: 'bars', group: 'work', sums: true },
  { name: 'goals', kind: 'bars', group: 'work', sums: true },
  { name: 'closures', kind: 'bars', group: 'work', sums: true },
  { name: 'advisor_fields', kind: 'bars', group: 'work', sums: true },
  { name: 'missing_resources', kind: 'bars', group: 'work', sums: true },
  { name: 'trainings', kind: 'bars', group: 'work', sums: true },
];

const NAMES = PANELS.map((p) => p.name) as [PanelName, ...PanelName[]];

export const dashboardSearch = z.object({
  /** 西暦 of its April; absent: this one. */
  year: z.number().int().min(2000).max(2200).optional().catch(undefined),
  agency: z.uuid().optional().catch(undefined),
  published: z.boolean().optional().catch(undefined),
  /** The cell that is opened to its list. */
  panel: z.enum(NAMES).optional().catch(undefined),
  row: z.string().max(1000).optional().catch(undefined),
  column: z.string().max(100).optional().catch(undefined),
});
export type DashboardView = z.infer<typeof dashboardSearch>;

/** A number that is shown nowhere: 1 to 4 households in what is published. */
export const HIDDEN = -1;

export function rowTotal(row: PanelRow): number {
  return row.cells.reduce((sum, n) => sum + Math.max(n, 0), 0);
}

/** The row with the most of the first column; undefined where all is nought. */
export function largest(panel: Panel, sums: boolean): { row: PanelRow; count: number } | undefined {
  let best: { row: PanelRow; count: number } | undefined;
  for (const row of panel.rows) {
    const count = sums ? rowTotal(row) : Math.max(row.cells[0] ?? 0, 0);
    if (count > (best?.count ?? 0)) best = { row, count };
  }
  return best;
}

/** Columns that hold nothing anywhere are left out of a picture; a table keeps them. */
export function usedColumns(panel: Panel): number[] {
  return panel.columns.flatMap((_, i) => (panel.rows.some((r) => (r.cells[i] ?? 0) !== 0) ? [i] : []));
}

export function periodOf(year: number): { from: string; until: string } {
  return { from: `${year}-04-01`, until: `${year + 1}-03-31` };
}

/** The fiscal year of an instant in Japan. */
export function fiscalYearOf(now: Date): number {
  return fiscalYear(dateOfInstant(now));
}

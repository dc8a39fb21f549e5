import type { Panel } from '@/api/generated';
import { COLOURS, type Option, PATTERNS } from '@/components/charts';
import { usedColumns } from './panels';

type Words = { row: (r: Panel['rows'][number]) => string; column: (c: Panel['columns'][number]) => string };

const text = { fontFamily: '"Noto Sans JP Variable", sans-serif', fontSize: 14, color: '#1a1a1a' };
const still = { animation: false, textStyle: text, aria: { enabled: false } };

const shortened = (name: string) => ([...name].length > 16 ? `${[...name].slice(0, 15).join('')}…` : name);

export const barHeight = (rows: number) => 76 + rows * 34;

/** One bar a row; its parts have a colour, a pattern and their number. */
export function barOption(panel: Panel, words: Words, stacked: boolean): Option {
  const columns = usedColumns(panel);
  return {
    ...still,
    grid: { left: 8, right: 40, top: columns.length > 1 ? 44 : 12, bottom: 8, containLabel: true },
    legend: columns.length > 1 ? { top: 0, left: 0, itemWidth: 28, itemHeight: 16, textStyle: text } : undefined,
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, renderMode: 'richText' },
    xAxis: { type: 'value', minInterval: 1, axisLabel: { ...text }, splitLine: { lineStyle: { color: '#d8d8d8' } } },
    yAxis: {
      type: 'category',
      inverse: true,
      data: panel.rows.map(words.row),
      axisLabel: { ...text, formatter: shortened },
      axisTick: { show: false },
    },
    series: columns.map((c, i) => ({
      type: 'bar',
      name: words.column(panel.columns[c] ?? { key: '' }),
      stack: stacked ? 'all' : undefined,
      barMaxWidth: stacked ? 22 : 14,
      itemStyle: {
        color: COLOURS[i % COLOURS.length],
        borderColor: '#1a1a1a',
        borderWidth: 1,
        decal: { color: 'rgba(0,0,0,.35)', ...PATTERNS[i % PATTERNS.length] },
      },
      label: { show: !stacked, position: 'right', ...text, fontSize: 13 },
      data: panel.rows.map((r) => Math.max(r.cells[c] ?? 0, 0)),
    })),
  };
}

/** Which issues come together: the darker, the more; each field has its number. */
export function heatmapOption(panel: Panel, words: Words): Option {
  const columns = panel.columns.map((c) => ({ ...c, name: words.column(c) }));
  const cells = panel.rows
    .flatMap((r, y) => r.cells.map((n, x) => [x, y, Math.max(n, 0)] as const))
    .filter(([x, y]) => columns[x]?.key !== panel.rows[y]?.key);
  const most = Math.max(1, ...cells.map(([, , n]) => n));
  return {
    ...still,
    grid: { left: 8, right: 8, top: 8, bottom: 8, containLabel: true },
    tooltip: { renderMode: 'richText' },
    xAxis: {
      type: 'category',
      data: columns.map((c) => c.name),
      axisLabel: { ...text, rotate: 50, formatter: shortened, interval: 0 },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: panel.rows.map(words.row),
      axisLabel: { ...text, formatter: shortened },
    },
    visualMap: { show: false, min: 0, max: most, inRange: { color: ['#ffffff', '#cfe5f5', '#56B4E9', '#0072B2'] } },
    series: [
      {
        type: 'heatmap',
        data: cells,
        label: { show: true, ...text, fontSize: 13 },
        itemStyle: { borderColor: '#ffffff', borderWidth: 1 },
      },
    ],
  };
}

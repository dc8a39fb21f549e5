export { Chart, type ChartProps } from './Chart';
export type { Option } from './echarts';
export { COLOURS, PATTERNS } from './palette';

/** Okabe–Ito: told apart with every kind of colour vision. Each comes with a pattern of its own, so that colour is never needed. */
export const COLOURS = [
  '#0072B2',
  '#E69F00',
  '#009E73',
  '#CC79A7',
  '#56B4E9',
  '#D55E00',
  '#F0E442',
  '#666666',
] as const;

const line = { dashArrayX: [1, 0] as const, symbolSize: 1 };
export const PATTERNS = [
  { symbol: 'none' },
  { ...line, dashArrayY: [2, 4], rotation: Math.PI / 4 },
  { ...line, dashArrayY: [2, 4], rotation: -Math.PI / 4 },
  {
    symbol: 'circle',
    symbolSize: 0.7,
    dashArrayX: [
      [4, 4],
      [0, 4, 4, 0],
    ],
    dashArrayY: [4, 0],
  },
  { ...line, dashArrayY: [2, 4], rotation: 0 },
  { ...line, dashArrayY: [2, 4], rotation: Math.PI / 2 },
  {
    symbol: 'rect',
    symbolSize: 0.5,
    dashArrayX: [
      [6, 6],
      [0, 6, 6, 0],
    ],
    dashArrayY: [6, 0],
  },
  {
    symbol: 'triangle',
    symbolSize: 0.7,
    dashArrayX: [
      [6, 6],
      [0, 6, 6, 0],
    ],
    dashArrayY: [6, 0],
  },
] as const;

import type { Panel } from '@/api/generated';
import { HIDDEN } from './panels';

/** Where the six 福祉区 lie to each other, as tiles: no map service is asked, and equal tiles do not make large wards look busy. */
const TILES: Record<string, readonly [x: number, y: number]> = {
  'kita-kita': [1, 0],
  'kita-chuo': [0, 1],
  naka: [1, 1],
  higashi: [2, 1],
  'minami-nishi': [0, 2],
  'minami-minami': [1, 2],
};
const SIZE = 120;
const STEPS = ['#ffffff', '#dcebf7', '#a9d2ee', '#56B4E9', '#0072B2'] as const;

export function WardMap({
  data,
  word,
  summary,
}: {
  data: Panel;
  word: (row: Panel['rows'][number]) => string;
  summary: string;
}) {
  const most = Math.max(1, ...data.rows.map((r) => r.cells[0] ?? 0));
  const elsewhere = data.rows.filter((r) => !TILES[r.key]);
  return (
    <figure>
      <svg
        viewBox={`0 0 ${SIZE * 3 + 4} ${SIZE * 3 + 4}`}
        role="img"
        aria-label={summary}
        className="mx-auto block w-full max-w-sm"
      >
        {data.rows.map((r) => {
          const place = TILES[r.key];
          if (!place) return null;
          const n = r.cells[0] ?? 0;
          const step = n <= 0 ? 0 : Math.min(4, Math.ceil((n / most) * 4));
          const ink = step === 4 ? '#ffffff' : '#1a1a1a';
          return (
            <g key={r.key} transform={`translate(${place[0] * SIZE + 2} ${place[1] * SIZE + 2})`}>
              <rect width={SIZE - 4} height={SIZE - 4} rx="8" fill={STEPS[step]} stroke="#1a1a1a" strokeWidth="1.5" />
              <text x={SIZE / 2 - 2} y="48" textAnchor="middle" fontSize="18" fill={ink}>
                {word(r)}
              </text>
              <text x={SIZE / 2 - 2} y="86" textAnchor="middle" fontSize="28" fontWeight="700" fill={ink}>
                {n === HIDDEN ? '5未満' : n}
              </text>
            </g>
          );
        })}
      </svg>
      <figcaption className="mt-2">
        {summary}
        {elsewhere.map((r) => (
          <span key={r.key} className="block text-[0.9375rem] text-solid-gray-700">
            {word(r)}：{r.cells[0] === HIDDEN ? '5未満' : r.cells[0]}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}

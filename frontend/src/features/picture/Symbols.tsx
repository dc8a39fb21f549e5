import type { Figure } from './kin';
import { type Point, SIZE } from './layout';

const HALF = SIZE / 2;

/** □ ○ ◇ with the age inside; a second edge for 本人, a cross for who has died. Colour says nothing here. */
export function FigureSymbol({ figure: f, at }: { figure: Figure; at: Point }) {
  const shape = (inset: number) => {
    const r = HALF - inset;
    if (f.gender === 'male') return <rect x={at.x - r} y={at.y - r} width={2 * r} height={2 * r} />;
    if (f.gender === 'female') return <circle cx={at.x} cy={at.y} r={r} />;
    return <path d={`M${at.x} ${at.y - r}L${at.x + r} ${at.y}L${at.x} ${at.y + r}L${at.x - r} ${at.y}Z`} />;
  };
  return (
    <g>
      <g fill="#fff" stroke="#1a1a1a" strokeWidth={2} strokeDasharray={f.extra ? '4 3' : undefined}>
        {shape(0)}
        {f.subject && shape(5)}
      </g>
      {f.deceased && (
        <path
          d={`M${at.x - HALF} ${at.y - HALF}l${SIZE} ${SIZE}m0 ${-SIZE}l${-SIZE} ${SIZE}`}
          stroke="#1a1a1a"
          strokeWidth={2}
        />
      )}
      {f.age !== undefined && (
        <text x={at.x} y={at.y + 5} textAnchor="middle" fontSize={14} fill="#1a1a1a">
          {f.age}
        </text>
      )}
    </g>
  );
}

/** Name and 続柄 below a symbol; a white edge keeps them readable over lines. */
export function Label({ at, lines }: { at: Point; lines: readonly string[] }) {
  return (
    <text textAnchor="middle" fontSize={13} fill="#1a1a1a" paintOrder="stroke" stroke="#fff" strokeWidth={4}>
      {lines.map((text, n) => (
        <tspan key={text} x={at.x} y={at.y + n * 16}>
          {short(text)}
        </tspan>
      ))}
    </text>
  );
}

/** At most eleven characters as a reader counts: the rest stands in the table. */
export function short(text: string, most = 11): string {
  const letters = [...text];
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : text;
}

import { useId } from 'react';
import { useTranslations } from 'use-intl';
import { figuresOf } from './kin';
import { around, assign, before, type Point, SIZE, zigzag } from './layout';
import { FigureSymbol, Label } from './Symbols';
import { type Seen, type Support, supportsOf, useSpoken } from './words';

const WIDTH = 720;

/** エコマップ: the household in the middle, around it who supports whom, and how strong the tie is. */
export function EcomapDrawing({ picture }: { picture: Seen }) {
  const t = useTranslations('pictures');
  const spoken = useSpoken(picture);
  const id = useId();
  const figures = figuresOf(picture).filter((f) => !f.deceased);
  const inside = figures.filter((f) => !f.extra);
  const supports = supportsOf(picture);
  const columns = Math.max(1, Math.ceil(Math.sqrt(inside.length)));
  const lines = Math.ceil(inside.length / columns);
  const radius = Math.max(76, 16 + Math.hypot((columns - 1) * 42 + 34, (lines - 1) * 44 + 40));
  const height = Math.max(420, 2 * radius + 300);
  const middle: Point = { x: WIDTH / 2, y: height / 2 };
  const homes = new Map(
    inside.map((f, n): [string, Point] => {
      const inRow = Math.min(columns, inside.length - Math.floor(n / columns) * columns);
      return [
        f.id,
        {
          x: middle.x + ((n % columns) - (inRow - 1) / 2) * 84,
          y: middle.y + (Math.floor(n / columns) - (lines - 1) / 2) * 88 - 12,
        },
      ];
    }),
  );
  const nodes = [...new Map(supports.map((s) => [s.node, s])).values()];
  const places = around(nodes.length, WIDTH, height, WIDTH / 2 - 92, height / 2 - 44);
  const near = assign(
    nodes.map((s) => (s.person ? homes.get(s.person) : undefined)),
    places,
  );
  const placeOf = new Map(nodes.map((s, n) => [s.node, near[n] ?? middle]));
  return (
    <svg
      role="img"
      aria-labelledby={`${id}-t`}
      aria-describedby={`${id}-d`}
      viewBox={`0 0 ${WIDTH} ${height}`}
      width={WIDTH}
      height={height}
      className="picture-drawing picture-ecomap"
    >
      <title id={`${id}-t`}>{t('ecomap')}</title>
      <desc id={`${id}-d`}>{spoken}</desc>
      <defs>
        <marker id={`${id}-arrow`} viewBox="0 0 10 10" refX={9} refY={5} markerWidth={7} markerHeight={7} orient="auto">
          <path d="M0 0L10 5L0 10Z" fill="#1a1a1a" />
        </marker>
      </defs>
      {supports.map((s) => {
        const from = placeOf.get(s.node) ?? middle;
        const home = s.person ? homes.get(s.person) : undefined;
        const to = home ? before(from, home, SIZE / 2 + 6) : before(from, middle, radius + 2);
        return <Tie key={s.key} support={s} from={before(to, from, 60)} to={to} arrow={`url(#${id}-arrow)`} />;
      })}
      <circle cx={middle.x} cy={middle.y} r={radius} fill="none" stroke="#1a1a1a" strokeWidth={2} />
      {inside.map((f) => {
        const at = homes.get(f.id) ?? middle;
        return (
          <g key={f.id}>
            <FigureSymbol figure={f} at={at} />
            <Label at={{ x: at.x, y: at.y + SIZE / 2 + 16 }} lines={[short5(f.name || t('noName'))]} />
          </g>
        );
      })}
      {nodes.map((s) => {
        const at = placeOf.get(s.node) ?? middle;
        return <Node key={s.node} name={s.name} role={s.role ? t(`role.${s.role}`) : t('informal')} at={at} />;
      })}
    </svg>
  );
}

function short5(name: string): string {
  const letters = [...name];
  return letters.length > 6 ? `${letters.slice(0, 5).join('')}…` : name;
}

/** An agency or a person nearby: its name in at most two lines, and what it is to the case. */
function Node({ name, role, at }: { name: string; role: string; at: Point }) {
  const letters = [...name];
  const first = letters.length > 10 ? letters.slice(0, Math.ceil(letters.length / 2)) : letters;
  const rest = letters.slice(first.length);
  const lines = [first, rest]
    .filter((l) => l.length > 0)
    .map((l) => (l.length > 12 ? `${l.slice(0, 11).join('')}…` : l.join('')));
  const height = 30 + lines.length * 17;
  return (
    <g>
      <rect
        x={at.x - 88}
        y={at.y - height / 2}
        width={176}
        height={height}
        rx={height / 2.4}
        fill="#fff"
        stroke="#1a1a1a"
        strokeWidth={1.5}
      />
      <text textAnchor="middle" fontSize={13} fill="#1a1a1a">
        {lines.map((text, n) => (
          <tspan key={text} x={at.x} y={at.y - height / 2 + 20 + n * 17} fontWeight={700}>
            {text}
          </tspan>
        ))}
        <tspan x={at.x} y={at.y + height / 2 - 9} fontSize={12} fill="#4d4d4d">
          {role}
        </tspan>
      </text>
    </g>
  );
}

/** Three lines are strong, one ordinary, dashes weak, a zigzag strained. */
function Tie({ support: s, from, to, arrow }: { support: Support; from: Point; to: Point; arrow: string }) {
  const marker = s.oneWay ? arrow : undefined;
  const straight = `M${from.x} ${from.y}L${to.x} ${to.y}`;
  if (s.kind === 'stressful') {
    return <path d={zigzag(from, to)} fill="none" stroke="#1a1a1a" strokeWidth={1.75} markerEnd={marker} />;
  }
  if (s.kind !== 'strong') {
    const dashes = s.kind === 'weak' ? '6 6' : undefined;
    return <path d={straight} stroke="#1a1a1a" strokeWidth={1.75} strokeDasharray={dashes} markerEnd={marker} />;
  }
  return (
    <g stroke="#1a1a1a">
      <path d={straight} strokeWidth={7} />
      <path d={straight} stroke="#fff" strokeWidth={4} />
      <path d={straight} strokeWidth={1.5} markerEnd={marker} />
    </g>
  );
}

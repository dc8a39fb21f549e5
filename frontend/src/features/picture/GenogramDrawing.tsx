import { useId } from 'react';
import { useTranslations } from 'use-intl';
import { type Couple, type Kin, kinOf } from './kin';
import { layoutGenogram, type Point, SIZE } from './layout';
import { FigureSymbol, Label } from './Symbols';
import type { Seen } from './words';
import { useSpoken } from './words';

/** ジェノグラム: who belongs to the household and how they are related. One picture to a screen reader, with one sentence. */
export function GenogramDrawing({ picture }: { picture: Seen }) {
  const t = useTranslations('pictures');
  const spoken = useSpoken(picture);
  const id = useId();
  const kin: Kin = kinOf(picture);
  const drawn = layoutGenogram(kin);
  return (
    <svg
      role="img"
      aria-labelledby={`${id}-t`}
      aria-describedby={`${id}-d`}
      viewBox={`0 0 ${drawn.width} ${drawn.height}`}
      width={drawn.width}
      height={drawn.height}
      className="picture-drawing"
    >
      <title id={`${id}-t`}>{t('genogram')}</title>
      <desc id={`${id}-d`}>{spoken}</desc>
      {drawn.household && (
        <rect {...drawn.household} rx={22} fill="none" stroke="#4d4d4d" strokeWidth={1.5} strokeDasharray="7 6" />
      )}
      {drawn.descents.map(({ descent, points }) => (
        <polyline
          key={descent.child}
          points={points.map((p) => `${p.x},${p.y}`).join(' ')}
          fill="none"
          stroke="#1a1a1a"
          strokeWidth={2}
        />
      ))}
      {drawn.couples.map(({ couple, from, to }) => (
        <CoupleLine key={`${couple.a} ${couple.b}`} couple={couple} from={from} to={to} />
      ))}
      {kin.figures.map((f) => {
        const at = drawn.at.get(f.id);
        return at && <FigureSymbol key={f.id} figure={f} at={at} />;
      })}
      {kin.figures.map((f) => {
        const at = drawn.at.get(f.id);
        const about = [
          f.subject ? t('subject') : f.relation,
          f.deceased ? t('deceased') : f.apart && !f.extra ? t('apart') : '',
        ].filter(Boolean);
        return (
          at && (
            <Label
              key={f.id}
              at={{ x: at.x, y: at.y + SIZE / 2 + 17 }}
              lines={[f.name || t('noName'), about.join('・')].filter(Boolean)}
            />
          )
        );
      })}
    </svg>
  );
}

/** ─ married, ┄ not registered, one stroke for living apart, two for divorced. */
function CoupleLine({ couple, from, to }: { couple: Couple; from: Point; to: Point }) {
  const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  const stroke = (dx: number) => `M${middle.x + dx - 5} ${middle.y + 9}l10 -18`;
  return (
    <g stroke="#1a1a1a" strokeWidth={2} fill="none">
      <path
        d={`M${from.x} ${from.y}L${to.x} ${to.y}`}
        strokeDasharray={couple.kind === 'common_law' ? '5 5' : undefined}
      />
      {couple.kind === 'separated' && <path d={stroke(10)} />}
      {couple.kind === 'divorced' && <path d={stroke(7) + stroke(15)} />}
    </g>
  );
}

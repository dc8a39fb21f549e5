import { useTranslations } from 'use-intl';
import { zigzag } from './layout';

const TIES = ['strong', 'ordinary', 'weak', 'stressful'] as const;
const UNIONS = ['married', 'common_law', 'separated', 'divorced'] as const;

/** What the signs mean, in small. */
export function Legend({ kind }: { kind: 'genogram' | 'ecomap' }) {
  const t = useTranslations('pictures');
  return (
    <ul aria-label={t('legend')} className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-[0.875rem] text-solid-gray-700">
      {kind === 'genogram' ? (
        <>
          <li>{t('signs')}</li>
          {UNIONS.map((u) => (
            <li key={u} className="flex items-center gap-1.5">
              <svg aria-hidden width={40} height={16} stroke="#1a1a1a" strokeWidth={2}>
                <path d="M0 8H40" strokeDasharray={u === 'common_law' ? '5 5' : undefined} />
                {u === 'separated' && <path d="M17 15l7 -14" />}
                {u === 'divorced' && <path d="M14 15l7 -14M20 15l7 -14" />}
              </svg>
              {t(`union.${u}`)}
            </li>
          ))}
        </>
      ) : (
        TIES.map((k) => (
          <li key={k} className="flex items-center gap-1.5">
            <svg aria-hidden width={48} height={16} fill="none" stroke="#1a1a1a">
              {k === 'strong' && <path d="M0 4H48M0 8H48M0 12H48" strokeWidth={1.5} />}
              {k === 'ordinary' && <path d="M0 8H48" strokeWidth={1.75} />}
              {k === 'weak' && <path d="M0 8H48" strokeWidth={1.75} strokeDasharray="6 6" />}
              {k === 'stressful' && <path d={zigzag({ x: 0, y: 8 }, { x: 48, y: 8 })} strokeWidth={1.5} />}
            </svg>
            {t(`tie.${k}`)}
          </li>
        ))
      )}
    </ul>
  );
}

import { Check, Circle, CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Disclosure, focusField } from '@/components/ui';
import { cx } from '@/lib/cx';
import { type Missing, type SectionId, sectionIds } from '../model/missing';
import type { Progress } from './useMissing';
import { useWide } from './useWide';

/** Beside the form: state of saving, what is missing, the sections. Above it, folded, where there is no room beside. */
export function Guide({ progress, status, children }: { progress: Progress; status: ReactNode; children?: ReactNode }) {
  const t = useTranslations('sheets.guide');
  const wide = useWide();
  const count = progress.missing.length;
  const headline = count === 0 ? t('complete') : t('missing', { count });
  if (wide) {
    return (
      <div className="flex flex-col gap-5">
        {status}
        {children}
        <div>
          <p role="status" className="mb-2 font-bold">
            {headline}
          </p>
          <MissingList missing={progress.missing} />
        </div>
        <SectionNav progress={progress} />
      </div>
    );
  }
  return (
    <div className="flex flex-col">
      <div className="flex flex-wrap items-center justify-between gap-x-4">
        {status}
        <Disclosure summary={<span role="status">{headline}</span>} className="open:basis-full">
          <MissingList missing={progress.missing} />
          <SectionNav progress={progress} />
        </Disclosure>
      </div>
      {children}
    </div>
  );
}

export function useMissingText(): (m: Missing) => string {
  const t = useTranslations('sheets.missing');
  return (m) => t(m.code, { who: m.who ?? '', others: m.others ?? 0 });
}

function MissingList({ missing }: { missing: readonly Missing[] }) {
  const text = useMissingText();
  if (missing.length === 0) return null;
  return (
    <ul className="flex flex-col">
      {missing.map((m) => (
        <li key={`${m.name} ${m.code}`}>
          <button
            type="button"
            onClick={() => goTo(m)}
            className="flex min-h-11 w-full items-center gap-2 rounded-8 px-2 py-1.5 text-left text-[0.9375rem] text-key-1000 underline underline-offset-[0.1875rem] hover:bg-key-50"
          >
            <CircleAlert aria-hidden size="1.1em" className="shrink-0 text-warning-orange-2" />
            {text(m)}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Focus goes to the field; to the heading of its section when the field is not on the screen. */
export function goTo(m: Missing): void {
  if (!focusField(m.name)) goToSection(m.section);
}

function goToSection(id: SectionId): void {
  const title = document.getElementById(`section-${id}-title`);
  title?.focus({ preventScroll: true });
  document.getElementById(`section-${id}`)?.scrollIntoView({ block: 'start' });
}

function SectionNav({ progress }: { progress: Progress }) {
  const t = useTranslations('sheets.guide');
  const names = useTranslations('sheets.section');
  const needed = new Set(progress.missing.map((m) => m.section));
  return (
    <nav aria-label={t('sections')}>
      <ol className="flex flex-col border-l border-solid-gray-300">
        {sectionIds.map((id) => {
          const state = needed.has(id) ? 'needed' : progress.written.has(id) ? 'written' : 'open';
          const Icon = state === 'needed' ? CircleAlert : state === 'written' ? Check : Circle;
          return (
            <li key={id}>
              <a
                href={`#section-${id}`}
                onClick={(event) => {
                  event.preventDefault();
                  goToSection(id);
                }}
                className="flex min-h-10 items-center gap-2 rounded-r-8 px-3 text-[0.9375rem] hover:bg-solid-gray-50 hover:underline"
              >
                <Icon
                  aria-hidden
                  size="1.1em"
                  className={cx(
                    'shrink-0',
                    state === 'needed' && 'text-warning-orange-2',
                    state === 'written' && 'text-success-2',
                    state === 'open' && 'text-solid-gray-420',
                  )}
                />
                {names(id)}
                <span className="visually-hidden">{t(state)}</span>
              </a>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

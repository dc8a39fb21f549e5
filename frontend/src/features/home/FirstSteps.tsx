import { ArrowLeftRight, CircleCheck, ClipboardPen, type LucideIcon } from 'lucide-react';
import { useTranslations } from 'use-intl';

const steps: readonly { id: 'one' | 'two' | 'three'; icon: LucideIcon }[] = [
  { id: 'one', icon: ClipboardPen },
  { id: 'two', icon: ArrowLeftRight },
  { id: 'three', icon: CircleCheck },
];

/** The three things one does here, for whoever has done none yet. */
export function FirstSteps() {
  const t = useTranslations('home.first');
  return (
    <section aria-labelledby="first-title" className="rounded-16 bg-key-50 p-6 desk:p-8">
      <h2 id="first-title" className="text-std-24B-150">
        {t('title')}
      </h2>
      <p className="mt-1">{t('lead')}</p>
      <ol className="mt-6 grid gap-4 desk:grid-cols-3">
        {steps.map(({ id, icon: Icon }, i) => (
          <li key={id} className="flex flex-col gap-2 rounded-12 border border-key-200 bg-white p-5">
            <span className="flex items-center gap-3">
              <span
                aria-hidden
                className="flex size-9 items-center justify-center rounded-full bg-key-900 font-bold text-white"
              >
                {i + 1}
              </span>
              <Icon aria-hidden size="1.75rem" className="text-key-900" />
            </span>
            <h3 className="text-std-18B-160">{t(id)}</h3>
            <p className="text-solid-gray-700">{t(`${id}Text`)}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}

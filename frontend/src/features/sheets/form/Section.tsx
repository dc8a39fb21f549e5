import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { SectionId } from '../model/missing';

/** One block of the paper form. */
export function Section({ id, children, lead }: { id: SectionId; children: ReactNode; lead?: ReactNode }) {
  const t = useTranslations('sheets.section');
  return (
    <section
      id={`section-${id}`}
      aria-labelledby={`section-${id}-title`}
      className="scroll-mt-28 border-t border-solid-gray-300 pt-6 first:border-t-0 first:pt-0"
    >
      <h2
        id={`section-${id}-title`}
        tabIndex={-1}
        className="mb-4 flex items-center gap-3 border-l-8 border-key-900 pl-3 text-std-22B-150"
      >
        {t(id)}
      </h2>
      {lead && <div className="mb-4 text-solid-gray-700">{lead}</div>}
      <div className="flex flex-col gap-6">{children}</div>
    </section>
  );
}

/** A named part inside a section. */
export function Part({ title, children, note }: { title: ReactNode; children: ReactNode; note?: ReactNode }) {
  return (
    <div className="flex flex-col gap-4">
      <div>
        <h3 className="text-std-18B-160">{title}</h3>
        {note && <p className="text-[0.9375rem] text-solid-gray-700">{note}</p>}
      </div>
      {children}
    </div>
  );
}

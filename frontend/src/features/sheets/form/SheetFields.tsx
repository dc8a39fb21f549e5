import type { ReactNode } from 'react';
import { FormProvider, type UseFormReturn } from 'react-hook-form';
import { useTranslations } from 'use-intl';
import { stopEnterSubmit } from '@/lib/keyboard';
import type { SheetForm } from '../model/form';
import { Consents } from './Consents';
import { ServerFaults } from './errors';
import { Household } from './Household';
import { Issues } from './Issues';
import { Reception } from './Reception';
import { Referrals } from './Referrals';
import { SubjectSection } from './Subject';
import { Features, Requests, Urgency } from './Texts';

interface Props {
  form: UseFormReturn<SheetForm>;
  /** What the server said about single fields, by the form's names. */
  faults: ReadonlyMap<string, string>;
  /** Composition and blur, for saving. */
  events?: { onCompositionStart: () => void; onCompositionEnd: () => void; onBlur: () => void };
  /** Before the first section: what must be corrected. */
  before?: ReactNode;
  /** After the last section: what to do with it. */
  after: ReactNode;
  /** Beside the form: where one is, what is missing, who is likely the same. */
  aside: ReactNode;
}

/** The paper form, in its order. Enter never submits: it confirms the input method's choice. */
export function SheetFields({ form, faults, events, before, after, aside }: Props) {
  const t = useTranslations('sheets');
  return (
    <FormProvider {...form}>
      <ServerFaults value={faults}>
        <div className="grid gap-x-8 gap-y-4 desk:grid-cols-[minmax(0,1fr)_17.5rem]">
          <aside
            aria-label={t('aside')}
            className="sticky top-16 z-20 -mx-4 self-start border-b border-solid-gray-300 bg-white px-4 py-2 sm:-mx-6 sm:px-6 desk:order-last desk:top-[calc(var(--sticky-top,4rem)+1.5rem)] desk:mx-0 desk:max-h-[calc(100dvh-6rem)] desk:overflow-y-auto desk:border-b-0 desk:p-1"
          >
            {aside}
          </aside>
          <form
            noValidate
            aria-label={t('formLabel')}
            className="flex min-w-0 flex-col gap-9"
            onSubmit={(event) => event.preventDefault()}
            onKeyDown={stopEnterSubmit}
            {...events}
          >
            {before}
            <Reception />
            <SubjectSection />
            <Issues />
            <Household />
            <Requests />
            <Features />
            <Urgency />
            <Referrals />
            <Consents />
            {after}
          </form>
        </div>
      </ServerFaults>
    </FormProvider>
  );
}

import { FileWarning } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { BreachQuestion } from '@/api/generated';
import {
  Button,
  Checkbox,
  DateField,
  focusField,
  NoticeBanner,
  PageHeader,
  RadioGroup,
  Textarea,
} from '@/components/ui';
import { todayInJapan } from '@/lib/age';
import { AccountPicker } from './AccountPicker';
import { type BreachFault, type BreachForm, breachQuestion } from './breach';
import { daysBefore } from './filters';
import { JournalNav } from './JournalNav';

const FIELD_OF: Record<BreachFault, string> = {
  numbers: 'numbers',
  account: 'account',
  from: 'from',
  to: 'to',
  order: 'to',
  knownOn: 'knownOn',
  future: 'knownOn',
};

/** What leaked, as far as it is known: the draft of the report comes out of it on paper. */
export function BreachPage({ onAsk }: { onAsk: (question: BreachQuestion) => void }) {
  const t = useTranslations('journal.breach');
  const today = todayInJapan(new Date());
  const [form, setForm] = useState<BreachForm>({
    by: 'cases',
    numbers: '',
    account: undefined,
    from: daysBefore(today, 7),
    to: today,
    knownOn: today,
    malicious: false,
  });
  const [fault, setFault] = useState<BreachFault>();
  const set = (change: Partial<BreachForm>) => {
    setFault(undefined);
    setForm((before) => ({ ...before, ...change }));
  };
  const errorOf = (field: string) => (fault && FIELD_OF[fault] === field ? t(`faults.${fault}`) : undefined);
  const ask = (event: FormEvent) => {
    event.preventDefault();
    const question = breachQuestion(form, today);
    if (typeof question === 'object') return onAsk(question);
    setFault(question);
    focusField(FIELD_OF[question]);
  };
  return (
    <>
      <PageHeader title={t('title')} documentTitle={t('title')}>
        {t('lead')}
      </PageHeader>
      <JournalNav />
      <form noValidate onSubmit={ask} className="flex max-w-3xl flex-col gap-8">
        <NoticeBanner tone="info" title={t('duty')}>
          {t('dutyWhy')}
        </NoticeBanner>
        <RadioGroup
          name="by"
          label={t('by')}
          defaultValue={form.by}
          options={[
            { value: 'cases', label: t('byCases'), hint: t('byCasesHint') },
            { value: 'account', label: t('byAccount'), hint: t('byAccountHint') },
          ]}
          onChange={(e) => set({ by: e.currentTarget.value === 'account' ? 'account' : 'cases' })}
        />
        {form.by === 'cases' ? (
          <Textarea
            id="numbers"
            name="numbers"
            label={t('numbers')}
            hint={t('numbersHint')}
            rows={3}
            defaultValue={form.numbers}
            error={errorOf('numbers')}
            onChange={(e) => set({ numbers: e.currentTarget.value })}
          />
        ) : (
          <AccountPicker
            name="account"
            label={t('account')}
            hint={t('accountHint')}
            value={form.account}
            error={errorOf('account')}
            onChange={(account) => set({ account })}
          />
        )}
        <div className="flex flex-wrap gap-x-8 gap-y-4">
          <DateField
            id="from"
            name="from"
            label={t('from')}
            defaultValue={form.from}
            error={errorOf('from')}
            onDateChange={(v) => v.date !== form.from && set({ from: v.date })}
          />
          <DateField
            id="to"
            name="to"
            label={t('to')}
            defaultValue={form.to}
            error={errorOf('to')}
            onDateChange={(v) => v.date !== form.to && set({ to: v.date })}
          />
        </div>
        <DateField
          id="knownOn"
          name="knownOn"
          label={t('knownOn')}
          defaultValue={form.knownOn}
          error={errorOf('knownOn')}
          onDateChange={(v) => v.date !== form.knownOn && set({ knownOn: v.date })}
        />
        <Checkbox
          name="malicious"
          label={t('malicious')}
          hint={t('maliciousHint')}
          checked={form.malicious}
          onChange={(e) => set({ malicious: e.currentTarget.checked })}
        />
        <div>
          <Button type="submit" size="lg" icon={FileWarning}>
            {t('make')}
          </Button>
        </div>
      </form>
    </>
  );
}

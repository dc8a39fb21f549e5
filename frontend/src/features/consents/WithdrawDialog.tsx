import { FileX } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type AgencyRef, type ConsentList, type ConsentRecorded, recordConsent } from '@/api/generated';
import { Button, DateField, type DateValue, Dialog, NoticeBanner, Textarea } from '@/components/ui';
import { todayInJapan } from '@/lib/age';
import { faulty, ready, textOf, useVerb } from '../handoffs/useVerb';
import { VerbDialog } from '../handoffs/VerbDialog';
import type { ConsentDialogProps } from './ConsentDialog';

/** 同意の撤回: says before what stops and who is told, and after who holds data. */
export function WithdrawDialog({
  caseId,
  consent: { person },
  list,
  onClose,
}: ConsentDialogProps & { list: ConsentList }) {
  const t = useTranslations('consents.withdrawal');
  const [answer, setAnswer] = useState<ConsentRecorded>();
  const today = todayInJapan(new Date());
  const [on, setOn] = useState<DateValue>({ text: today, date: today, valid: true });
  const verb = useVerb({
    read: (form) => {
      if (!on.valid || !on.date) return faulty({ recordedOn: t('dateMissing') });
      const note = textOf(form, 'note') || undefined;
      return ready({ caseId, personId: person.id, state: 'withdrawn' as const, recordedOn: on.date, note });
    },
    send: async (body, headers) => (await recordConsent({ body, headers, throwOnError: true })).data,
    done: setAnswer,
  });
  if (answer) return <Done answer={answer} onClose={onClose} />;
  return (
    <VerbDialog
      title={t('title', { name: person.name || t('noName') })}
      lead={<p>{t('lead')}</p>}
      submit={t('submit')}
      icon={FileX}
      variant="danger"
      verb={verb}
      onClose={onClose}
    >
      <NoticeBanner tone="warning" level={3} title={t('stopsTitle')}>
        <ul className="list-disc space-y-1 pl-6">
          <li>{list.resting.length > 0 ? t('stops', { agencies: namesOf(list.resting) }) : t('stopsNothing')}</li>
          <li>{t('noNew')}</li>
          <li>{t('told', { agencies: namesOf(list.holders) })}</li>
          <li>{t('stays')}</li>
        </ul>
      </NoticeBanner>
      <DateField
        name="recordedOn"
        id="recordedOn"
        label={t('recordedOn')}
        required
        pastOnly
        defaultValue={today}
        onDateChange={setOn}
        error={verb.faults.recordedOn}
      />
      <Textarea
        name="note"
        id="note"
        label={t('note')}
        hint={t('noteHint')}
        optional
        limit={2000}
        rows={2}
        error={verb.faults.note}
      />
    </VerbDialog>
  );
}

function namesOf(agencies: readonly AgencyRef[]): string {
  return agencies.map((a) => a.name).join('、');
}

/** The answer names everyone who holds data: what to ask back for is decided with the household. */
function Done({ answer, onClose }: { answer: ConsentRecorded; onClose: () => void }) {
  const t = useTranslations('consents.withdrawal');
  return (
    <Dialog open title={t('doneTitle')} onClose={onClose} footer={<Button onClick={onClose}>{t('close')}</Button>}>
      <NoticeBanner tone="success" live level={3} title={t('done')}>
        {answer.stopped.length > 0 && <p>{t('doneStopped', { agencies: namesOf(answer.stopped) })}</p>}
        <p className="mt-2 font-bold">{t('holders')}</p>
        <ul className="list-disc pl-6">
          {answer.holders.map((a) => (
            <li key={a.id}>{a.name}</li>
          ))}
        </ul>
        <p className="mt-2">{t('next')}</p>
      </NoticeBanner>
    </Dialog>
  );
}

import { useQuery } from '@tanstack/react-query';
import { CircleCheck, Send } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import {
  type Correction,
  type CorrectionList,
  type CorrectionTold,
  listCorrections,
  tellCorrection,
} from '@/api/generated';
import { Button, Card, Chip, RadioGroup, Textarea, useToast } from '@/components/ui';
import { longDay, longMoment } from '../cases/dates';
import { faulty, ready, textOf, useVerb } from '../handoffs/useVerb';
import { VerbDialog } from '../handoffs/VerbDialog';

const HOWS: readonly CorrectionTold['how'][] = ['document', 'phone', 'visit', 'home_visit', 'online'];

/** 訂正のお知らせ: whoever was given an earlier version of a corrected sheet, each with a tick. Nothing to tell, no card. */
export function CorrectionsCard({ caseId }: { caseId: string }) {
  const t = useTranslations('disclosures.corrections');
  const [telling, setTelling] = useState<Correction>();
  const found = useQuery({
    queryKey: [{ _id: 'listCorrections', tags: ['case'], query: { caseId } }],
    queryFn: async ({ signal }): Promise<CorrectionList> =>
      (await listCorrections({ query: { caseId }, signal, throwOnError: true })).data,
  });
  const items = found.data?.items ?? [];
  if (items.length === 0) return null;
  const open = items.filter((c) => !c.told).length;
  return (
    <Card
      title={
        <>
          {t('title')}
          {open > 0 && (
            <Chip tone="orange" strong className="ml-3">
              {t('open', { count: open })}
            </Chip>
          )}
        </>
      }
      id="corrections"
    >
      <p className="mb-4 text-solid-gray-700">{t('lead')}</p>
      <ul className="flex flex-col gap-3">
        {items.map((c) => (
          <Line key={c.id} correction={c} onTell={() => setTelling(c)} />
        ))}
      </ul>
      {telling && <TellDialog correction={telling} onClose={() => setTelling(undefined)} />}
    </Card>
  );
}

function Line({ correction: c, onTell }: { correction: Correction; onTell: () => void }) {
  const t = useTranslations('disclosures.corrections');
  const hows = useTranslations('codes.channel');
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 border-b border-solid-gray-200 pb-3">
      <div>
        <p className="font-bold">{c.to?.name ?? c.toName}</p>
        <p className="text-[0.9375rem] text-solid-gray-700">
          {t('versions', { received: c.receivedNumber, number: c.sheetNumber, since: longDay(c.since) })}
        </p>
        {c.reason && <p className="text-[0.9375rem]">{t('reason', { reason: c.reason })}</p>}
        {c.told && c.toldAt && (
          <p className="mt-1 flex items-start gap-2">
            <CircleCheck aria-hidden size="1.25em" className="mt-1 shrink-0 text-success-2" />
            <span>
              {t('told', { at: longMoment(c.toldAt), how: c.how ? hows(c.how) : '', by: c.toldBy?.name ?? '' })}
              {c.note && <span className="block whitespace-pre-wrap">{c.note}</span>}
            </span>
          </p>
        )}
      </div>
      {c.actions.includes('tell') && (
        <Button size="sm" variant="outline" icon={Send} onClick={onTell}>
          {t('tell')}
        </Button>
      )}
    </li>
  );
}

function TellDialog({ correction: c, onClose }: { correction: Correction; onClose: () => void }) {
  const t = useTranslations('disclosures.corrections');
  const hows = useTranslations('codes.channel');
  const toast = useToast();
  const verb = useVerb({
    read: (form) => {
      const how = HOWS.find((h) => h === form.get('how'));
      return how ? ready({ how, note: textOf(form, 'note') || undefined }) : faulty({ how: t('howMissing') });
    },
    send: async (body, headers) =>
      (
        await tellCorrection({
          path: { correctionId: c.id },
          body,
          headers: { ...headers, 'If-Match': c.etag },
          throwOnError: true,
        })
      ).data,
    done: () => {
      toast(t('done'));
      onClose();
    },
  });
  return (
    <VerbDialog
      title={t('dialog', { to: c.to?.name ?? c.toName ?? '' })}
      lead={<p>{t('dialogLead')}</p>}
      submit={t('submit')}
      icon={Send}
      verb={verb}
      onClose={onClose}
    >
      <RadioGroup
        name="how"
        label={t('how')}
        required
        columns={3}
        error={verb.faults.how}
        options={HOWS.map((value) => ({ value, label: hows(value) }))}
      />
      <Textarea name="note" id="note" label={t('note')} optional limit={2000} rows={2} error={verb.faults.note} />
    </VerbDialog>
  );
}

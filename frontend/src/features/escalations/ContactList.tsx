import { Phone } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Contact, type ContactPage, listContacts } from '@/api/generated';
import { useKeyset } from '@/api/keyset';
import { Button, EmptyState, Pager, ProblemPanel, Skeleton } from '@/components/ui';
import { longMoment } from '../cases/dates';
import { CorrectContactDialog } from './ContactDialog';

/** 個別調整 of a case or of an escalation, newest first; only coordinators see them. */
export function ContactList({ of }: { of: { caseId: string } | { escalationId: string } }) {
  const t = useTranslations('desk.contacts');
  const list = useKeyset<Contact, ContactPage>('listContacts', 'escalation', of, async (page, signal) => {
    const { data } = await listContacts({ query: { ...of, limit: 20, ...page }, signal, throwOnError: true });
    return data;
  });
  const [correcting, setCorrecting] = useState<Contact>();
  if (list.isPending) return <Skeleton lines={3} />;
  if (list.isError) return <ProblemPanel error={list.error} level={3} onRetry={() => void list.refetch()} />;
  if (list.rows.length === 0) {
    return (
      <EmptyState icon={Phone} title={t('none')}>
        {t('noneWhy')}
      </EmptyState>
    );
  }
  return (
    <div>
      <ul className="flex flex-col divide-y divide-solid-gray-200">
        {list.rows.map((k) => (
          <ContactRow key={k.id} contact={k} onCorrect={() => setCorrecting(k)} />
        ))}
      </ul>
      <Pager
        shown={list.rows.length}
        total={list.total}
        hasMore={list.hasNextPage}
        loading={list.isFetchingNextPage}
        onMore={() => void list.fetchNextPage()}
      />
      {correcting && <CorrectContactDialog contact={correcting} onClose={() => setCorrecting(undefined)} />}
    </div>
  );
}

function ContactRow({ contact: k, onCorrect }: { contact: Contact; onCorrect: () => void }) {
  const t = useTranslations('desk.contacts');
  const kinds = useTranslations('codes.contactKind');
  const what = [longMoment(k.at), k.minutes ? t('minutes', { minutes: k.minutes }) : '', k.account.name];
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1 py-3">
      <div className="min-w-0">
        <p>
          <strong>{kinds(k.kind)}</strong>　{k.agencies.map((a) => a.name).join('、')}
        </p>
        <p className="text-[0.875rem] text-solid-gray-700">{what.filter(Boolean).join('　')}</p>
        {k.note && <p className="mt-1 whitespace-pre-wrap">{k.note}</p>}
        {k.corrections?.map((c) => (
          <p key={c.correctedAt} className="mt-1 text-[0.875rem] text-solid-gray-700">
            {t('corrected', { at: longMoment(c.correctedAt), by: c.byName ?? '', reason: c.reason })}
            <del className="ml-2">
              {[kinds(c.kind), c.agencies.map((a) => a.name).join('、'), longMoment(c.at), c.note]
                .filter(Boolean)
                .join('　')}
            </del>
          </p>
        ))}
      </div>
      {k.actions.includes('correct') && (
        <Button size="sm" variant="text" onClick={onCorrect}>
          {t('correct')}
        </Button>
      )}
    </li>
  );
}

import { CalendarX2, Check, MailQuestion, NotebookPen, PencilLine, Users } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Conference, getConferenceNoticePdf, remindConference } from '@/api/generated';
import { ApiProblem } from '@/api/problems';
import { hasRole, useMe } from '@/app/session';
import {
  BackLink,
  Button,
  Card,
  DescriptionList,
  EmptyState,
  LinkButton,
  NoticeBanner,
  PageHeader,
  ProblemPanel,
  Skeleton,
  TextLink,
  useToast,
} from '@/components/ui';
import { formatInstant } from '@/lib/format';
import { ready, useVerb } from '../handoffs/useVerb';
import { OpenPaperButton } from '../paper';
import { AnswerCard, ReplyCard } from './AnswerCards';
import { CancelDialog } from './CancelDialog';
import { InviteeTable } from './InviteeTable';
import { ConferenceStateChip } from './marks';
import { PollMatrix } from './PollMatrix';
import { ScheduleDialog } from './ScheduleDialog';
import { spanText } from './times';
import { conferenceTag, useConference } from './useConference';

/** One conference: the poll until it has a time, then the invitation and who comes. */
export function ConferencePage({ conferenceId }: { conferenceId: string }) {
  const t = useTranslations('conferences.page');
  const found = useConference(conferenceId);
  if (found.data) return <Loaded conference={found.data} />;
  if (found.isPending) {
    return (
      <>
        <PageHeader title={t('loading')} documentTitle={t('loading')} />
        <Skeleton lines={8} className="max-w-3xl" />
      </>
    );
  }
  if (found.error instanceof ApiProblem && found.error.status === 404) {
    return (
      <>
        <PageHeader title={t('notFound')} documentTitle={t('notFound')} />
        <EmptyState title={t('notFoundTitle')} action={<LinkButton to="/conferences">{t('toList')}</LinkButton>}>
          {t('notFoundWhy')}
        </EmptyState>
      </>
    );
  }
  return <ProblemPanel error={found.error} onRetry={() => void found.refetch()} />;
}

type Open = { dialog: 'schedule' | 'reschedule' | 'cancel'; slotId?: string };

function Loaded({ conference: k }: { conference: Conference }) {
  const t = useTranslations('conferences');
  const me = useMe();
  const [open, setOpen] = useState<Open>();
  const may = (action: string) => k.actions.includes(action);
  const close = () => setOpen(undefined);
  return (
    <>
      <PageHeader
        documentTitle={t('page.documentTitle', { number: k.number })}
        eyebrow={<BackLink to="/conferences">{t('page.toList')}</BackLink>}
        title={t(`kinds.${k.kind}`)}
        meta={
          <>
            <span className="mr-1 font-bold tabular-nums">{k.number}</span>
            <ConferenceStateChip state={k.state} />
          </>
        }
        actions={
          <>
            {k.state !== 'cancelled' && (
              <LinkButton
                to="/conferences/$conferenceId/meeting"
                params={{ conferenceId: k.id }}
                variant="outline"
                icon={NotebookPen}
              >
                {t('page.toMeeting')}
              </LinkButton>
            )}
            {k.startsAt && k.state !== 'cancelled' && hasRole(me, 'worker', 'agency_manager', 'coordinator') && (
              <OpenPaperButton
                label={t('page.notice')}
                name={t('page.noticeFile', { number: k.number })}
                make={() =>
                  getConferenceNoticePdf({ path: { conferenceId: k.id }, parseAs: 'blob', throwOnError: true })
                }
              />
            )}
            {may('schedule') && (
              <Button icon={Check} onClick={() => setOpen({ dialog: 'schedule' })}>
                {t('verbs.schedule')}
              </Button>
            )}
            {may('remind') && <Remind conference={k} />}
            {may('reschedule') && (
              <Button variant="outline" icon={PencilLine} onClick={() => setOpen({ dialog: 'reschedule' })}>
                {t('verbs.reschedule')}
              </Button>
            )}
            {may('cancel') && (
              <Button variant="danger-outline" icon={CalendarX2} onClick={() => setOpen({ dialog: 'cancel' })}>
                {t('verbs.cancel')}
              </Button>
            )}
          </>
        }
      />
      <div className="flex flex-col gap-5">
        {k.cancelledAt && (
          <NoticeBanner tone="warning" title={t('page.cancelled')}>
            {k.cancelReason && (
              <p className="whitespace-pre-wrap">{t('page.cancelReason', { reason: k.cancelReason })}</p>
            )}
          </NoticeBanner>
        )}
        {k.myInviteeId && may('answer') && <AnswerCard conference={k} />}
        {k.myInviteeId && may('respond') && <ReplyCard conference={k} />}
        {may('schedule') && <Best conference={k} onChoose={(slotId) => setOpen({ dialog: 'schedule', slotId })} />}
        <Facts conference={k} />
        {k.state === 'polling' ? (
          <PollMatrix conference={k} />
        ) : (
          <Card title={t('page.invitees', { count: k.invitees.length })}>
            <InviteeTable invitees={k.invitees} />
          </Card>
        )}
      </div>
      {open?.dialog === 'schedule' && <ScheduleDialog conference={k} chosen={open.slotId} onClose={close} />}
      {open?.dialog === 'reschedule' && <ScheduleDialog conference={k} again onClose={close} />}
      {open?.dialog === 'cancel' && <CancelDialog conference={k} onClose={close} />}
    </>
  );
}

function Remind({ conference: k }: { conference: Conference }) {
  const t = useTranslations('conferences.verbs');
  const toast = useToast();
  const verb = useVerb({
    read: () => ready({}),
    send: async (_, headers) =>
      (
        await remindConference({
          path: { conferenceId: k.id },
          headers: { ...headers, 'If-Match': conferenceTag(k.id) },
          throwOnError: true,
        })
      ).data,
    done: () => toast(t('reminded')),
  });
  return (
    <form {...verb.form} className="contents">
      <Button type="submit" variant="outline" icon={MailQuestion} busy={verb.busy}>
        {t('remind')}
      </Button>
      {verb.problem && (
        <div className="basis-full">
          <ProblemPanel error={verb.problem} level={2} />
        </div>
      )}
    </form>
  );
}

/** The best candidate, with its reason in words. */
function Best({ conference: k, onChoose }: { conference: Conference; onChoose: (slotId: string) => void }) {
  const t = useTranslations('conferences.best');
  const slot = k.slots.find((s) => s.id === k.best?.slotId);
  if (!k.best || !slot) return <p className="text-solid-gray-700">{t('none')}</p>;
  return (
    <NoticeBanner
      tone="info"
      title={t('title', { at: spanText(slot.startsAt, slot.endsAt) })}
      actions={
        <Button variant="outline" icon={Check} onClick={() => onChoose(slot.id)}>
          {t('choose')}
        </Button>
      }
    >
      <ul className="list-disc pl-6">
        {k.best.reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
    </NoticeBanner>
  );
}

function Facts({ conference: k }: { conference: Conference }) {
  const t = useTranslations('conferences.page');
  const b = k.legalBasis;
  const over = k.state === 'polling' && new Date(k.pollUntil) < new Date();
  const items = [
    { term: t('purpose'), value: k.purpose },
    {
      term: t('basis'),
      value: (
        <>
          {t('basisValue', { label: b.label, article: b.article })}
          {b.needsPledge && <span className="block text-[0.9375rem] text-solid-gray-700">{t('pledge')}</span>}
          {b.needsConsent && <span className="block text-[0.9375rem] text-solid-gray-700">{t('consent')}</span>}
        </>
      ),
    },
    {
      term: t('case'),
      value: k.caseId ? (
        <TextLink to="/cases/$caseId" params={{ caseId: k.caseId }}>
          {k.caseNumber}
        </TextLink>
      ) : (
        <span className="text-solid-gray-700">{t('caseHidden')}</span>
      ),
    },
    ...(k.startsAt && k.endsAt ? [{ term: t('when'), value: <strong>{spanText(k.startsAt, k.endsAt)}</strong> }] : []),
    ...(k.roomName || k.place ? [{ term: t('place'), value: [k.roomName, k.place].filter(Boolean).join('　') }] : []),
    ...(k.url
      ? [
          {
            term: t('url'),
            value: (
              <a href={k.url} rel="noreferrer" className="break-all text-key-900 underline">
                {k.url}
              </a>
            ),
          },
        ]
      : []),
    { term: t('coordinator'), value: `${k.agency.name}　${k.coordinator.name}` },
    ...(k.state === 'polling'
      ? [
          {
            term: t('pollUntil'),
            value: (
              <>
                {formatInstant(k.pollUntil)}
                {over && <strong className="ml-2 text-error-2">{t('pollOver')}</strong>}
                {k.remindedAt && (
                  <span className="block text-[0.9375rem] text-solid-gray-700">
                    {t('remindedAt', { at: formatInstant(k.remindedAt) })}
                  </span>
                )}
              </>
            ),
          },
          { term: t('scheduleBy'), value: t('scheduleByValue', { date: formatInstant(k.scheduleBy, 'date') }) },
        ]
      : []),
  ];
  return (
    <Card
      title={
        <span className="flex items-center gap-2">
          <Users aria-hidden size="1.25em" />
          {t('facts')}
        </span>
      }
    >
      <DescriptionList items={items} />
    </Card>
  );
}

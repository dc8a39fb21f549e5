import { useQuery } from '@tanstack/react-query';
import { Link, type LinkProps } from '@tanstack/react-router';
import { ArrowRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { CaseSummary, HandoffSummary, Home, SheetSummary } from '@/api/generated';
import { listEscalationsOptions, listHandoffsOptions } from '@/api/generated/@tanstack/react-query.gen';
import { Card, ChipList, TextLink } from '@/components/ui';
import { shortMoment } from '../cases/dates';
import { DangerMark, DueMark, PingPongMark } from '../cases/marks';
import { labelOf, pressingFirst, useReference } from '../cases/reference';
import { HandoffStateBadge, isOpen, UrgentMark } from '../handoffs/marks';
import { nextStep } from '../handoffs/nextStep';

interface RowProps {
  link: LinkProps;
  title: ReactNode;
  /** Whom it is about. */
  about: ReactNode;
  marks?: ReactNode;
  due?: ReactNode;
  /** The next step, as the words of the row's link. */
  step: string;
}

/** One line of work: what, about whom, until when, and the next step. */
export function Row({ link, title, about, marks, due, step }: RowProps) {
  return (
    <li className="relative -mx-3 grid gap-x-6 gap-y-1 border-t border-solid-gray-200 px-3 py-3 first:border-t-0 hover:bg-key-50 sm:grid-cols-[1fr_auto]">
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <p className="font-bold">{title}</p>
          {marks}
        </div>
        <p className="text-[0.9375rem] text-solid-gray-700">{about}</p>
      </div>
      <div className="flex flex-wrap items-center gap-x-5 gap-y-1 sm:flex-col sm:items-end sm:justify-center">
        {due}
        <Link
          {...link}
          className="stretched-link inline-flex min-h-11 items-center gap-1 font-bold text-key-1000 underline underline-offset-[0.1875rem] sm:min-h-0"
        >
          {step}
          <ArrowRight aria-hidden size="1em" className="shrink-0" />
        </Link>
      </div>
    </li>
  );
}

interface SectionProps {
  title: string;
  none: string;
  empty: boolean;
  all?: { link: LinkProps; label: string };
  children: ReactNode;
}

export function Section({ title, none, empty, all, children }: SectionProps) {
  return (
    <Card title={title} actions={all && <TextLink {...all.link}>{all.label}</TextLink>}>
      {empty ? <p className="text-solid-gray-700">{none}</p> : <ul className="flex flex-col">{children}</ul>}
    </Card>
  );
}

function handoffLink(h: HandoffSummary): LinkProps {
  return { to: '/cases/$caseId', params: { caseId: h.caseId }, search: { tab: 'handoffs', handoff: h.id } };
}

/** Handoffs to answer, and questions about those one sent. */
export function WaitingSection({ home }: { home: Home }) {
  const t = useTranslations('home');
  const steps = useTranslations('handoffs.nextStep');
  return (
    <Section
      title={t('waiting.title')}
      none={t('waiting.none')}
      empty={home.waiting.length === 0}
      all={{ link: { to: '/handoffs' }, label: t('waiting.all') }}
    >
      {home.waiting.map((h) => (
        <Row
          key={h.id}
          link={handoffLink(h)}
          title={
            h.actions.includes('answer') ? t('row.asked', { to: h.to.name }) : t(`row.${h.ask}`, { from: h.from.name })
          }
          about={<About number={h.caseNumber} name={h.subjectName} text={h.reason} />}
          marks={
            (h.urgent || h.pingPong) && (
              <ChipList items={[h.urgent && <UrgentMark />, h.pingPong && <PingPongMark />].filter(Boolean)} />
            )
          }
          due={<DueMark due={h.dueAt} />}
          step={steps(nextStep(h))}
        />
      ))}
    </Section>
  );
}

function About({ number, name, text }: { number: string; name: string | undefined; text?: string }) {
  const t = useTranslations('home');
  return (
    <>
      <span className="tabular-nums">{number}</span>　{name ?? t('noName')}
      {text && <span className="mt-0.5 line-clamp-2">{text}</span>}
    </>
  );
}

/** Households whose lead this agency is, by the time they must have been met. */
export function ContactSection({ home }: { home: Home }) {
  const t = useTranslations('home');
  const reference = useReference();
  const issues = (c: CaseSummary) =>
    pressingFirst(c.issues, c.mostPressing)
      .slice(0, 2)
      .map((i) => labelOf(reference?.issueTypes, i))
      .join('、');
  return (
    <Section title={t('contact.title')} none={t('contact.none')} empty={home.contactDue.length === 0}>
      {home.contactDue.map((c) => (
        <Row
          key={c.id}
          link={{ to: '/cases/$caseId', params: { caseId: c.id } }}
          title={c.subjectName ?? t('noName')}
          about={`${c.number}　${issues(c)}`}
          marks={c.danger && <DangerMark />}
          due={c.contactDueAt && <DueMark due={c.contactDueAt} />}
          step={t('contact.step')}
        />
      ))}
    </Section>
  );
}

export function DraftSection({ home }: { home: Home }) {
  const t = useTranslations('home');
  return (
    <Section
      title={t('drafts.title')}
      none={t('drafts.none')}
      empty={home.drafts.length === 0}
      all={{ link: { to: '/sheets' }, label: t('drafts.all') }}
    >
      {home.drafts.map((s: SheetSummary) => (
        <Row
          key={s.id}
          link={{ to: '/sheets/$sheetId', params: { sheetId: s.id } }}
          title={s.subjectName || t('drafts.untitled')}
          about={`${s.createdBy.name}　${t('drafts.saved', { at: shortMoment(s.updatedAt) })}`}
          step={t('drafts.step')}
        />
      ))}
    </Section>
  );
}

/** How many outcomes the home page tells of. */
const OUTCOMES = 3;

/** What was sent and waits, then what became of the latest ones. */
export function SentSection({ home }: { home: Home }) {
  const t = useTranslations('home');
  const over = useQuery(listHandoffsOptions({ query: { box: 'sent', open: false, sort: 'newest', limit: OUTCOMES } }));
  const outcomes = over.data?.items ?? [];
  return (
    <Section
      title={t('sent.title')}
      none={t('sent.none')}
      empty={home.sent.length === 0 && outcomes.length === 0}
      all={{ link: { to: '/handoffs', search: { box: 'sent' } }, label: t('sent.all') }}
    >
      {home.sent.map((h) => (
        <SentRow key={h.id} handoff={h} />
      ))}
      {outcomes.map((h) => (
        <SentRow key={h.id} handoff={h} />
      ))}
    </Section>
  );
}

function SentRow({ handoff: h }: { handoff: HandoffSummary }) {
  const t = useTranslations('home');
  const steps = useTranslations('handoffs.nextStep');
  return (
    <Row
      link={handoffLink(h)}
      title={t('row.sentTo', { to: h.to.name })}
      about={<About number={h.caseNumber} name={h.subjectName} />}
      marks={<HandoffStateBadge state={h.state} />}
      due={isOpen(h.state) && <DueMark due={h.dueAt} />}
      step={steps(nextStep(h))}
    />
  );
}

/** Coordinators: what they were asked, by due time. */
export function EscalationSection({ count }: { count: number }) {
  const t = useTranslations('home');
  const reasons = useTranslations('codes.escalationReason');
  const found = useQuery(listEscalationsOptions({ query: { state: ['received', 'organizing'], limit: 5 } }));
  const items = found.data?.items ?? [];
  return (
    <Section
      title={t('escalations.title')}
      none={t('escalations.open', { count })}
      empty={items.length === 0}
      all={{ link: { to: '/escalations' }, label: t('escalations.all') }}
    >
      {items.map((e) => (
        <Row
          key={e.id}
          link={e.caseId ? { to: '/cases/$caseId', params: { caseId: e.caseId } } : { to: '/escalations' }}
          title={reasons(e.reason)}
          about={[e.caseNumber, e.subjectName, e.lead?.name].filter(Boolean).join('　')}
          due={<DueMark due={e.dueAt} />}
          step={t(e.state === 'received' ? 'escalations.take' : 'escalations.go')}
        />
      ))}
    </Section>
  );
}

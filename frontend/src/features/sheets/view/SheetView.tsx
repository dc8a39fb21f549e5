import { useTranslations } from 'use-intl';
import type { Consent, Member, ProtectedPerson, SheetContent } from '@/api/generated';
import { Card, Chip, ChipList, type Column, DescriptionList, NoticeBanner, Table } from '@/components/ui';
import { ConsentBadge } from '../../consents';
import { PersonMark } from '../../protections';
import { HiddenNotice, HiddenPlaces, useShown } from './hidden';
import { useWords, type Words } from './words';

export interface SheetViewProps {
  content: SheetContent;
  /** What 支援措置 hides, as pointers into the content. */
  masked?: readonly string[];
  /** Whom it concerns. */
  people?: readonly ProtectedPerson[];
}

/** A sheet to be read: the same order as the form, empty answers said as such. */
export function SheetView({ content, masked = [], people }: SheetViewProps) {
  const t = useTranslations('sheets.form');
  const words = useWords();
  return (
    <HiddenPlaces value={masked}>
      <div className="flex flex-col gap-5">
        <HiddenNotice />
        {content.danger && (
          <NoticeBanner tone="warning" title={t('dangerTitle')} level={2}>
            {content.dangerNote}
          </NoticeBanner>
        )}
        <SubjectCard content={content} words={words} />
        <IssuesCard content={content} words={words} />
        <HouseholdCard content={content} words={words} people={people} />
        <TextsCard content={content} />
        <ReferralsCard content={content} />
        <ReceptionCard content={content} words={words} />
      </div>
    </HiddenPlaces>
  );
}

interface Part {
  content: SheetContent;
  words: Words;
}

function SubjectCard({ content, words }: Part) {
  const t = useTranslations('sheets.form');
  const section = useTranslations('sheets.section');
  const shown = useShown();
  const s = content.subject ?? {};
  const birth = words.birth(s.birth);
  const age = s.birth?.date ? words.age(s.birth) : '';
  return (
    <Card title={section('subject')}>
      <DescriptionList
        items={[
          { term: t('name'), value: s.name && <strong className="text-[1.125rem]">{s.name}</strong> },
          { term: t('kana'), value: s.kana },
          ...(s.description ? [{ term: t('description'), value: s.description }] : []),
          ...(s.otherNames?.length
            ? [{ term: t('otherNames'), value: s.otherNames.map(words.otherName).join('\n') }]
            : []),
          { term: t('gender'), value: words.gender(s.gender) },
          { term: t('birth'), value: birth && [birth, age && `（${age}）`].filter(Boolean).join('') },
          { term: t('address'), value: shown('/subject/address', words.address(s.address)) },
          { term: t('phoneHome'), value: shown('/subject/phoneHome', s.phoneHome) },
          { term: t('phoneMobile'), value: shown('/subject/phoneMobile', s.phoneMobile) },
        ]}
      />
    </Card>
  );
}

function IssuesCard({ content, words }: Part) {
  const t = useTranslations('sheets.form');
  const section = useTranslations('sheets.section');
  const issues = content.issues ?? [];
  return (
    <Card title={section('issues')}>
      <DescriptionList
        items={[
          {
            term: t('issues'),
            value: issues.length > 0 && (
              <ChipList
                items={issues.map((code) => (
                  <Chip key={code} tone="blue" strong={code === content.mostPressing}>
                    {words.issue(code)}
                  </Chip>
                ))}
              />
            ),
          },
          ...(content.mostPressing ? [{ term: t('mostPressing'), value: words.issue(content.mostPressing) }] : []),
          ...(content.otherIssue ? [{ term: t('otherIssue'), value: content.otherIssue }] : []),
          {
            term: t('features'),
            value: content.features?.length ? content.features.map(words.feature).join('、') : undefined,
          },
        ]}
      />
    </Card>
  );
}

type PersonRow = Member & { key: string; ageText: string; place?: string };

function HouseholdCard({ content, words, people }: Part & Pick<SheetViewProps, 'people'>) {
  const t = useTranslations('sheets.form');
  const section = useTranslations('sheets.section');
  const shown = useShown();
  const s = content.subject ?? {};
  const rows: PersonRow[] = [
    {
      key: 'subject',
      name: s.name ?? t('nameNotYet'),
      relation: t('relationSelf'),
      ageText: words.age(s.birth),
      consent: s.consent,
    },
    ...(content.members ?? []).map((m, i) => ({
      ...m,
      key: m.id ?? String(i),
      ageText: words.age({ age: m.age }),
      place: `/members/${i}`,
    })),
  ];
  const columns: Column<PersonRow>[] = [
    {
      id: 'name',
      header: t('name'),
      main: true,
      nowrap: true,
      cell: (m) => (
        <>
          {m.name || t('nameNotYet')}
          {m.kana && <span className="block text-[0.875rem] font-normal text-solid-gray-700">{m.kana}</span>}
          <span className="flex flex-col items-start font-normal">
            <PersonMark people={people} at={m.key} />
          </span>
        </>
      ),
    },
    {
      id: 'age',
      header: t('age'),
      nowrap: true,
      cell: (m) => (
        <>
          {m.ageText}
          {m.ageToldOn && (
            <span className="block text-[0.875rem] text-solid-gray-700">{words.toldOn(m.ageToldOn, 'short')}</span>
          )}
        </>
      ),
    },
    { id: 'relation', header: t('relation'), nowrap: true, cell: (m) => m.relation },
    { id: 'note', header: t('memberNote'), className: 'min-w-22', cell: (m) => shown(`${m.place}/note`, m.note) },
    { id: 'consent', header: t('consent'), cell: (m) => <ConsentCell consent={m.consent} words={words} /> },
  ];
  return (
    <Card
      title={section('household')}
      actions={content.householdSize ? t('householdOf', { count: content.householdSize }) : undefined}
    >
      <Table caption={section('household')} columns={columns} rows={rows} rowKey={(m) => m.key} density="compact" />
    </Card>
  );
}

function ConsentCell({ consent, words }: { consent: Consent | undefined; words: Words }) {
  if (!consent?.state) return null;
  return (
    <>
      <ConsentBadge state={consent.state} />
      <span className="mt-1 block text-[0.875rem] text-solid-gray-700">{words.consentDetail(consent)}</span>
    </>
  );
}

function TextsCard({ content }: { content: SheetContent }) {
  const t = useTranslations('sheets.form');
  const section = useTranslations('sheets.section');
  return (
    <Card title={section('request')}>
      <DescriptionList
        items={[
          { term: t('request'), value: content.request },
          { term: t('wishes'), value: content.wishes },
        ]}
      />
    </Card>
  );
}

function ReferralsCard({ content }: { content: SheetContent }) {
  const t = useTranslations('sheets.form');
  const section = useTranslations('sheets.section');
  const referrals = content.referrals ?? [];
  return (
    <Card title={section('referrals')}>
      {referrals.length === 0 ? (
        <p className="text-solid-gray-600">{t('noReferral')}</p>
      ) : (
        <DescriptionList items={referrals.map((r, i) => ({ id: String(i), term: r.agencyName, value: r.reason }))} />
      )}
    </Card>
  );
}

function ReceptionCard({ content, words }: Part) {
  const t = useTranslations('sheets.form');
  const section = useTranslations('sheets.section');
  const shown = useShown();
  const v = content.visitor;
  const visitor = v && [v.name, v.kana && `（${v.kana}）`, v.relation, v.note].filter(Boolean).join(' ');
  return (
    <Card title={section('reception')}>
      <DescriptionList
        items={[
          { term: t('received'), value: words.received(content.receivedAt) },
          { term: t('channel'), value: words.channel(content.channel) },
          { term: t('receivedBy'), value: content.receivedBy },
          { term: t('visitor'), value: visitor || t('visitorSelf') },
          ...(v ? [{ term: t('visitorPhone'), value: shown('/visitor/phone', v.phone) }] : []),
          { term: t('purpose'), value: words.notice(content.purposeNotice) },
        ]}
      />
    </Card>
  );
}

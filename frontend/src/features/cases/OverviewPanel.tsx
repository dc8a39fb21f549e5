import { CircleCheck, CircleHelp, CircleX, FileText, type LucideIcon } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { Case, Consent, Member, SheetContent, Subject } from '@/api/generated';
import {
  Card,
  Chip,
  ChipList,
  type ChipTone,
  type Column,
  DescriptionList,
  EmptyState,
  Table,
  TextLink,
} from '@/components/ui';
import { todayInJapan } from '@/lib/age';
import { formatWareki } from '@/lib/wareki';
import { DispatchSection } from '../advisors/DispatchSection';
import { ConferencesCard } from '../conferences';
import { PicturePanel } from '../picture';
import { PersonMark, ProtectionsCard } from '../protections';
import { longDay } from './dates';
import { addressText, ageOfBirth, ageOfMember, birthText, type KnownAge } from './persons';
import { labelOf, pressingFirst, useReference } from './reference';

/** Who reads and draws the pictures: as the server has it (who works on the case). */
const WORKING: readonly Case['access'][] = ['lead', 'supporting', 'coordinating'];

/** あらまし: the household, what troubles it, what it wishes for, and the sheets. */
export function OverviewPanel({ case: c }: { case: Case }) {
  const t = useTranslations('cases.overview');
  const content = c.sheets[0]?.content;
  const packaged = c.access === 'package'; // reads this page, and nothing behind it
  if (!content) {
    return <EmptyState title={t('notDisclosed')}>{t('notDisclosedWhy')}</EmptyState>;
  }
  return (
    <div className="grid gap-5 xl:grid-cols-[3fr_2fr]">
      <div className="flex min-w-0 flex-col gap-5">
        <Issues case={c} content={content} />
        <Household case={c} content={content} />
        <Words content={content} />
      </div>
      <div className="flex min-w-0 flex-col gap-5">
        <Person content={content} masked={c.sheets[0]?.masked ?? []} />
        {!packaged && <ConferencesCard case={c} />}
        {!packaged && <ProtectionsCard case={c} />}
        <DispatchSection case={c} />
        {!packaged && <Sheets case={c} />}
      </div>
      {WORKING.includes(c.access) && (
        <div className="min-w-0 xl:col-span-2">
          <PicturePanel caseId={c.id} />
        </div>
      )}
    </div>
  );
}

function Issues({ case: c, content }: { case: Case; content: SheetContent }) {
  const t = useTranslations('cases.overview');
  const reference = useReference();
  return (
    <Card title={t('issues')}>
      <ChipList
        label={t('issues')}
        items={pressingFirst(c.issues, c.mostPressing).map((code) => (
          <Chip key={code} tone={code === c.mostPressing ? 'orange' : 'neutral'} strong={code === c.mostPressing}>
            {code === c.mostPressing && `${t('mostPressing')}　`}
            {labelOf(reference?.issueTypes, code)}
          </Chip>
        ))}
      />
      {content.otherIssue && <p className="mt-3 whitespace-pre-wrap">{content.otherIssue}</p>}
      {c.features.length > 0 && (
        <div className="mt-4">
          <p className="mb-1 font-bold text-solid-gray-700">{t('features')}</p>
          <ChipList
            label={t('features')}
            items={c.features.map((f) => <Chip key={f}>{labelOf(reference?.features, f)}</Chip>)}
          />
        </div>
      )}
      {content.danger && (
        <p className="mt-4 rounded-8 border-2 border-error-1 px-4 py-3">
          <strong className="text-error-2">{t('danger')}</strong>
          {content.dangerNote && <span className="block whitespace-pre-wrap">{content.dangerNote}</span>}
        </p>
      )}
    </Card>
  );
}

interface Row {
  key: string;
  name: string | undefined;
  kana: string | undefined;
  relation: string | undefined;
  age: KnownAge | undefined;
  consent: Consent | undefined;
  note: string | undefined;
}

/** The household as rows, the person first, as on the paper form. */
function rowsOf(subject: Subject | undefined, members: readonly Member[], self: string, today: string): Row[] {
  const rest = members.map((m, i) => ({
    key: m.id ?? `m${i}`,
    name: m.name,
    kana: m.kana,
    relation: m.relation,
    age: ageOfMember(m),
    consent: m.consent,
    note: m.note,
  }));
  const first = {
    key: 'subject',
    name: subject?.name ?? subject?.description,
    kana: subject?.kana,
    relation: self,
    age: ageOfBirth(subject?.birth, today),
    consent: subject?.consent,
    note: undefined,
  };
  return [first, ...rest];
}

function Household({ case: c, content }: { case: Case; content: SheetContent }) {
  const t = useTranslations('cases.overview');
  const rows = rowsOf(content.subject, content.members ?? [], t('self'), todayInJapan(new Date()));
  const columns: Column<Row>[] = [
    { id: 'relation', header: t('relation'), nowrap: true, cell: (r) => r.relation },
    {
      id: 'name',
      header: t('name'),
      main: true,
      nowrap: true,
      cell: (r) => (
        <>
          {r.name ?? <span className="font-normal text-solid-gray-700">{t('noName')}</span>}
          {r.kana && <span className="block text-[0.875rem] font-normal text-solid-gray-700">{r.kana}</span>}
          <span className="flex flex-col items-start font-normal">
            <PersonMark people={c.protected} at={r.key} />
          </span>
        </>
      ),
    },
    { id: 'age', header: t('age'), nowrap: true, cell: (r) => <AgeText age={r.age} /> },
    { id: 'consent', header: t('consent'), cell: (r) => <ConsentMark consent={r.consent} /> },
    {
      id: 'note',
      header: t('note'),
      cell: (r) => <span className="text-[0.9375rem] whitespace-pre-wrap">{r.note}</span>,
    },
  ];
  return (
    <Card title={t('household', { count: content.householdSize ?? rows.length })}>
      <Table caption={t('householdCaption')} columns={columns} rows={rows} rowKey={(r) => r.key} density="compact" />
    </Card>
  );
}

function AgeText({ age }: { age: KnownAge | undefined }) {
  const t = useTranslations('cases.overview');
  if (!age) return <span className="text-solid-gray-700">{t('ageUnknown')}</span>;
  return (
    <>
      {t(age.about ? 'ageAbout' : 'ageIs', { age: age.age })}
      {age.toldOn && (
        <span className="block text-[0.875rem] text-solid-gray-700">
          {t('toldOn', { on: formatWareki(age.toldOn, 'short') })}
        </span>
      )}
    </>
  );
}

const consents: Record<NonNullable<Consent['state']>, { tone: ChipTone; icon: LucideIcon }> = {
  given: { tone: 'green', icon: CircleCheck },
  unconfirmed: { tone: 'yellow', icon: CircleHelp },
  refused: { tone: 'red', icon: CircleX },
  withdrawn: { tone: 'red', icon: CircleX },
  unable: { tone: 'neutral', icon: CircleHelp },
};

function ConsentMark({ consent }: { consent: Consent | undefined }) {
  const t = useTranslations('codes.consent');
  const state = consent?.state ?? 'unconfirmed';
  return (
    <Chip tone={consents[state].tone} icon={consents[state].icon}>
      {t(state)}
    </Chip>
  );
}

function Words({ content }: { content: SheetContent }) {
  const t = useTranslations('cases.overview');
  return (
    <Card title={t('words')}>
      <DescriptionList
        items={[
          { term: t('wishes'), value: content.wishes },
          { term: t('request'), value: content.request },
        ]}
      />
    </Card>
  );
}

function Person({ content, masked }: { content: SheetContent; masked: readonly string[] }) {
  const t = useTranslations('cases.overview');
  const genders = useTranslations('codes.gender');
  const reference = useReference();
  const s = content.subject;
  const ward = labelOf(reference?.wards, s?.address?.ward);
  const district = s?.address?.district;
  const place = [ward && t('ward', { ward }), district && t('district', { district })].filter(Boolean).join('・');
  const visitor = content.visitor;
  const hidden = (place: string) => masked.includes(place) && t('protected');
  return (
    <Card title={t('person')}>
      <DescriptionList
        items={[
          { term: t('birth'), value: birthText(s?.birth) },
          { term: t('gender'), value: s?.gender && genders(s.gender) },
          {
            term: t('address'),
            value:
              hidden('/subject/address') ||
              [s?.address?.kind === 'none' ? t('noAddress') : addressText(s?.address), place && t('place', { place })]
                .filter(Boolean)
                .join('\n'),
          },
          {
            term: t('phone'),
            value: [hidden('/subject/phoneHome') || s?.phoneHome, hidden('/subject/phoneMobile') || s?.phoneMobile]
              .filter((line, i, all) => line && all.indexOf(line) === i)
              .join('\n'),
          },
          ...(visitor?.name || visitor?.relation
            ? [
                {
                  term: t('visitor'),
                  value: [
                    [visitor.name, visitor.relation && `（${visitor.relation}）`].filter(Boolean).join(''),
                    hidden('/visitor/phone') || visitor.phone,
                  ]
                    .filter(Boolean)
                    .join('\n'),
                },
              ]
            : []),
        ]}
      />
    </Card>
  );
}

function Sheets({ case: c }: { case: Case }) {
  const t = useTranslations('cases.overview');
  return (
    <Card title={t('sheets')}>
      <ul className="flex flex-col gap-3">
        {c.sheets.map((s) => (
          <li key={s.id} className="flex items-start gap-3">
            <FileText aria-hidden size="1.25em" className="mt-1 shrink-0 text-solid-gray-700" />
            <span>
              <TextLink to="/sheets/$sheetId" params={{ sheetId: s.id }}>
                {t('sheet', { number: s.number })}
              </TextLink>
              <span className="block text-[0.9375rem] text-solid-gray-700">
                {s.agency.name}　{longDay(s.filedAt)}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

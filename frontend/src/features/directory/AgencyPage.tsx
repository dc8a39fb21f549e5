import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import type { Agency, Service } from '@/api/generated';
import { getAgencyOptions } from '@/api/generated/@tanstack/react-query.gen';
import {
  BackLink,
  Card,
  Chip,
  ChipList,
  type Description,
  DescriptionList,
  NoticeBanner,
  PageHeader,
  ProblemPanel,
  Skeleton,
  TextLink,
} from '@/components/ui';
import { dateOfInstant } from '@/lib/format';
import { formatWareki } from '@/lib/wareki';
import { EntryCard } from './EntryCard';
import { type DirectoryLabels, inOrder, useDirectoryLabels } from './labels';

export interface AgencyPageProps {
  agencyId: string;
  /** The reader works with cases and can hand one on. */
  canHandOff: boolean;
  /** The reader's own agency. */
  ownAgencyId: string;
}

export function AgencyPage({ agencyId, canHandOff, ownAgencyId }: AgencyPageProps) {
  const t = useTranslations('directory.detail');
  const labels = useDirectoryLabels();
  const {
    data: agency,
    error,
    isPending,
    refetch,
  } = useQuery({
    ...getAgencyOptions({ path: { agencyId } }),
    staleTime: 60_000,
  });
  if (isPending || !labels.reference) return <Skeleton lines={8} className="max-w-3xl py-4" />;
  if (!agency) {
    return (
      <>
        <PageHeader title={t('title')} documentTitle={t('title')} eyebrow={<BackToList />} />
        <ProblemPanel error={error} onRetry={() => void refetch()} />
      </>
    );
  }
  return (
    <>
      <PageHeader
        title={agency.name}
        documentTitle={agency.name}
        eyebrow={<BackToList />}
        meta={
          <>
            <span className="text-solid-gray-700">{agency.kana}</span>
            <Chip tone="blue">{labels.kind(agency.kind)}</Chip>
            {inOrder(agency.fields, labels.reference.fields).map((f) => (
              <Chip key={f}>{labels.field(f)}</Chip>
            ))}
          </>
        }
      />
      <div className="grid gap-6 desk:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex flex-col gap-6 desk:order-last">
          <Contact agency={agency} />
          <EntryCard agency={agency} />
          {canHandOff && agency.id !== ownAgencyId && <HowToHandOff />}
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          {agency.accepts && (
            <Card title={t('accepts')}>
              <p className="whitespace-pre-wrap">{agency.accepts}</p>
            </Card>
          )}
          <Card title={t('services', { count: agency.services.length })}>
            <ul className="flex flex-col gap-6">
              {agency.services.map((s) => (
                <ServiceItem key={s.id} service={s} labels={labels} />
              ))}
            </ul>
          </Card>
          <p className="text-[0.875rem] text-solid-gray-700">
            {t('updated', { date: formatWareki(dateOfInstant(agency.updatedAt)) })}
          </p>
        </div>
      </div>
    </>
  );
}

function BackToList() {
  const t = useTranslations('directory.detail');
  return <BackLink to="/agencies">{t('back')}</BackLink>;
}

function Contact({ agency }: { agency: Agency }) {
  const t = useTranslations('directory.detail');
  const link = 'text-key-1000 underline underline-offset-[0.1875rem] break-all hover:decoration-[3px]';
  const items: (Description | '' | undefined)[] = [
    {
      term: t('phone'),
      value: agency.phone && (
        <a className={`${link} text-std-20B-150 tabular-nums`} href={`tel:${agency.phone.replace(/[^\d+]/g, '')}`}>
          {agency.phone}
        </a>
      ),
    },
    agency.fax && { term: t('fax'), value: <span className="tabular-nums">{agency.fax}</span> },
    agency.email && {
      term: t('email'),
      value: (
        <a className={link} href={`mailto:${agency.email}`}>
          {agency.email}
        </a>
      ),
    },
    { term: t('hours'), value: agency.hours },
    { term: t('address'), value: agency.address },
  ];
  return (
    <Card title={t('contact')}>
      <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-2 desk:grid-cols-1">
        {items.flatMap((item) =>
          item !== '' && item?.value
            ? [
                <div key={String(item.term)}>
                  <dt className="text-[0.9375rem] font-bold text-solid-gray-700">{item.term}</dt>
                  <dd>{item.value}</dd>
                </div>,
              ]
            : [],
        )}
      </dl>
    </Card>
  );
}

/** A handoff starts from a case, never from an agency: it needs the household, its consent and a purpose. */
function HowToHandOff() {
  const t = useTranslations('directory.detail');
  return (
    <NoticeBanner title={t('handOff')}>
      <ol className="flex list-decimal flex-col gap-1 pl-5">
        <li>
          {t.rich('handOffCase', {
            cases: (text) => <TextLink to="/cases">{text}</TextLink>,
            sheet: (text) => <TextLink to="/sheets/new">{text}</TextLink>,
          })}
        </li>
        <li>{t('handOffVerb')}</li>
        <li>{t('handOffChoose')}</li>
      </ol>
      <p className="mt-3 text-[0.9375rem] text-solid-gray-700">{t('handOffPromise')}</p>
    </NoticeBanner>
  );
}

function ServiceItem({ service, labels }: { service: Service; labels: DirectoryLabels }) {
  const t = useTranslations('directory.detail');
  const items: Description[] = [
    { term: t('fields'), value: inOrder(service.fields, labels.reference?.fields).map(labels.field).join('・') },
    { term: t('area'), value: labels.area(service) },
    {
      term: t('issues'),
      value: service.issueTypes.length > 0 && (
        <ChipList
          label={t('issues')}
          items={inOrder(service.issueTypes, labels.reference?.issueTypes).map((code) => (
            <Chip key={code} className="whitespace-normal!">
              {labels.issue(code)}
            </Chip>
          ))}
        />
      ),
    },
    { term: t('hours'), value: service.hours },
  ];
  if (service.description) items.push({ term: t('description'), value: service.description });
  return (
    <li>
      <h3 className="text-std-18B-160">{service.name}</h3>
      <DescriptionList items={items.filter((i) => i.value)} />
    </li>
  );
}

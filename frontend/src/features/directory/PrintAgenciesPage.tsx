import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { type AgencySummary, listAgencies } from '@/api/generated';
import { PrintPage } from '@/components/print';
import { ProblemPanel, Skeleton } from '@/components/ui';
import { dateOfInstant } from '@/lib/format';
import { formatWareki } from '@/lib/wareki';
import { useActive } from './AgencyFilters';
import { grouped, type WardGroup } from './grouped';
import { type DirectoryLabels, inOrder, useDirectoryLabels } from './labels';
import type { AgencyQuery, AgencySearchState } from './search';

/** 相談機関一覧 on A4, by 分野 and 福祉区, narrowed as the list was. */
export function PrintAgenciesPage({ state }: { state: AgencySearchState }) {
  const t = useTranslations('directory.print');
  const labels = useDirectoryLabels();
  const { data, error, refetch } = useQuery({
    queryKey: [{ _id: 'agenciesForPrint', tags: ['agency'], query: state }],
    queryFn: ({ signal }) => allAgencies({ ...state, sort: 'kana' }, signal),
  });
  const active = useActive(state, labels);
  const today = formatWareki(dateOfInstant(new Date()));
  const groups = data && labels.reference ? grouped(data, labels.reference, state) : undefined;
  return (
    <PrintPage
      documentTitle={t('title')}
      backTo="/agencies"
      ready={groups !== undefined}
      head={t('title')}
      foot={t('foot', { date: today })}
    >
      <header className="mb-[5mm] border-b-2 border-black pb-[2mm]">
        <h1 className="print-title">{t('title')}</h1>
        <p>
          {active.length > 0 ? t('narrowed', { filters: active.map((a) => a.label).join('、') }) : t('all')}
          {data && `　${t('count', { count: data.length })}`}
          {`　${t('asOf', { date: today })}`}
        </p>
        <p>{t('promise')}</p>
      </header>
      {error && <ProblemPanel error={error} onRetry={() => void refetch()} />}
      {!error && !groups && <Skeleton lines={10} />}
      {groups?.length === 0 && <p>{t('none')}</p>}
      {groups?.map((g) => (
        <section key={g.field} className="mb-[6mm]">
          <h2 className="mb-[1.5mm] border-l-[2mm] border-black pl-[2mm]">{labels.field(g.field)}</h2>
          <FieldTable field={labels.field(g.field)} wards={g.wards} labels={labels} />
        </section>
      ))}
    </PrintPage>
  );
}

/** The server gives at most 200 at once. */
async function allAgencies(query: AgencyQuery, signal: AbortSignal): Promise<AgencySummary[]> {
  const all: AgencySummary[] = [];
  let cursor: string | undefined;
  do {
    const { data } = await listAgencies({ query: { ...query, limit: 200, cursor }, signal });
    all.push(...data.items);
    cursor = data.nextCursor;
  } while (cursor);
  return all;
}

interface FieldTableProps {
  field: string;
  wards: readonly WardGroup[];
  labels: DirectoryLabels;
}

function FieldTable({ field, wards, labels }: FieldTableProps) {
  const t = useTranslations('directory.print');
  return (
    <table>
      <caption className="visually-hidden">{field}</caption>
      <colgroup>
        <col style={{ width: '14%' }} />
        <col style={{ width: '31%' }} />
        <col style={{ width: '20%' }} />
        <col />
      </colgroup>
      <thead>
        <tr>
          {(['ward', 'name', 'contact', 'accepts'] as const).map((h) => (
            <th key={h} scope="col">
              {t(h)}
            </th>
          ))}
        </tr>
      </thead>
      {wards.map((group) => (
        <tbody key={group.ward ?? '*'}>
          {group.agencies.map((a, i) => (
            <tr key={a.id}>
              {i === 0 && (
                <th scope="rowgroup" rowSpan={group.agencies.length}>
                  {group.ward === undefined ? t('wholeCity') : labels.ward(group.ward)}
                </th>
              )}
              <th scope="row">
                {a.name}
                <span className="block text-[8pt] font-normal">{labels.kind(a.kind)}</span>
              </th>
              <td className="tabular-nums">
                {a.phone}
                {a.hours && <span className="block text-[8pt]">{a.hours}</span>}
              </td>
              <td className="text-[8.5pt]">
                {inOrder(a.issueTypes, labels.reference?.issueTypes).map(labels.issue).join('、')}
              </td>
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  );
}

import { SearchX, UserPlus, Users } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type AccountPage, type AccountSummary, listAccounts } from '@/api/generated';
import { useKeyset } from '@/api/keyset';
import {
  Button,
  Chip,
  type Column,
  EmptyState,
  FilterBar,
  PageHeader,
  Pager,
  ProblemPanel,
  SearchField,
  Select,
  Skeleton,
  Table,
} from '@/components/ui';
import { formatInstant } from '@/lib/format';
import { formatWareki } from '@/lib/wareki';
import { ACCOUNT_STATES, MANAGED_ROLES, type PeopleFilters, ROLES, type Scope } from './filters';
import { InviteDialog } from './InviteDialog';
import { StateMark, useRoleName } from './marks';

export interface PeoplePageProps {
  scope: Scope;
  filters: PeopleFilters;
  onFilters: (filters: PeopleFilters) => void;
  /** For a manager: the agency whose people these are. */
  agency: { id: string; code: string; name: string };
}

/** 職員 of a manager, アカウント of a system administrator: the same list in another scope. */
export function PeoplePage({ scope, filters, onFilters, agency }: PeoplePageProps) {
  const t = useTranslations('people');
  const [inviting, setInviting] = useState(false);
  const query = {
    q: filters.q || undefined,
    state: filters.state,
    role: filters.role,
    agencyId: filters.agency,
    limit: 50,
  };
  const list = useKeyset<AccountSummary, AccountPage>('listAccounts', 'account', query, async (page, signal) => {
    const { data } = await listAccounts({ query: { ...query, ...page }, signal, throwOnError: true });
    return data;
  });
  const narrowed = Boolean(filters.q || filters.state || filters.role || filters.agency);
  return (
    <>
      <PageHeader
        title={t(scope)}
        documentTitle={t(scope)}
        actions={
          <Button icon={UserPlus} size="lg" onClick={() => setInviting(true)}>
            {t('invite')}
          </Button>
        }
      >
        {t(`${scope}Lead`)}
      </PageHeader>
      <div className="flex flex-col gap-5">
        <Filters scope={scope} filters={filters} onFilters={onFilters} />
        {list.isPending && <Skeleton lines={6} />}
        {list.isError && <ProblemPanel error={list.error} onRetry={() => void list.refetch()} />}
        {list.isSuccess && list.rows.length === 0 && (
          <EmptyState
            icon={narrowed ? SearchX : Users}
            title={t(narrowed ? 'noneFound' : 'none')}
            action={
              narrowed && (
                <Button variant="outline" onClick={() => onFilters({})}>
                  {t('clear')}
                </Button>
              )
            }
          >
            {t(narrowed ? 'noneFoundWhy' : 'noneWhy')}
          </EmptyState>
        )}
        {list.rows.length > 0 && (
          <div>
            <PeopleTable scope={scope} rows={list.rows} />
            <Pager
              shown={list.rows.length}
              total={list.total}
              hasMore={list.hasNextPage}
              loading={list.isFetchingNextPage}
              onMore={() => void list.fetchNextPage()}
            />
          </div>
        )}
      </div>
      {inviting && <InviteDialog scope={scope} agency={agency} onClose={() => setInviting(false)} />}
    </>
  );
}

function Filters({ scope, filters, onFilters }: Pick<PeoplePageProps, 'scope' | 'filters' | 'onFilters'>) {
  const t = useTranslations('people');
  const states = useTranslations('people.state');
  const roles = useTranslations('codes.role');
  return (
    <FilterBar>
      <SearchField
        label={t('search')}
        defaultValue={filters.q}
        onSearch={(q) => onFilters({ ...filters, q })}
        slashKey
        className="min-w-64 grow basis-72"
      />
      <Select
        key={`state ${filters.state}`}
        label={t('stateFilter')}
        empty={t('all')}
        defaultValue={filters.state ?? ''}
        options={ACCOUNT_STATES.map((value) => ({ value, label: states(value) }))}
        onChange={(e) => onFilters({ ...filters, state: ACCOUNT_STATES.find((s) => s === e.currentTarget.value) })}
        className="w-44"
      />
      <Select
        key={`role ${filters.role}`}
        label={t('roleFilter')}
        empty={t('all')}
        defaultValue={filters.role ?? ''}
        options={(scope === 'staff' ? MANAGED_ROLES : ROLES).map((value) => ({ value, label: roles(value) }))}
        onChange={(e) => onFilters({ ...filters, role: ROLES.find((r) => r === e.currentTarget.value) })}
        className="w-60"
      />
    </FilterBar>
  );
}

function PeopleTable({ scope, rows }: { scope: Scope; rows: readonly AccountSummary[] }) {
  const t = useTranslations('people');
  const columns: Column<AccountSummary>[] = [
    {
      id: 'name',
      header: t('name'),
      main: true,
      cell: (a) => a.name,
      className: 'min-w-36',
    },
    {
      id: 'roles',
      header: t('roles'),
      cell: (a) => <Roles account={a} scope={scope} />,
    },
    {
      id: 'state',
      header: t('stateColumn'),
      cell: (a) => (
        <span className="flex flex-col items-start gap-1">
          <StateMark state={a.state} />
          {a.state === 'active' && a.secondFactorNeeded && !a.secondFactor && (
            <Chip tone="orange">{t('noFactor')}</Chip>
          )}
        </span>
      ),
    },
    {
      id: 'seen',
      header: t('seen'),
      nowrap: true,
      cell: (a) => (a.seenAt ? formatInstant(a.seenAt, 'date') : t('neverSeen')),
    },
    {
      id: 'email',
      header: t('email'),
      wideOnly: true,
      className: 'wrap-anywhere',
      cell: (a) => <Address email={a.email} />,
    },
  ];
  return (
    <Table
      caption={t('caption')}
      columns={columns}
      rows={rows}
      rowKey={(a) => a.id}
      rowLink={(a) => ({
        to: scope === 'staff' ? '/staff/$accountId' : '/accounts/$accountId',
        params: { accountId: a.id },
      })}
    />
  );
}

/** The roles of today; those of other days only where there is none. */
function Roles({ account: a, scope }: { account: AccountSummary; scope: Scope }) {
  const t = useTranslations('people');
  const name = useRoleName();
  const shown = a.roles.filter((r) => r.current || a.state === 'invited');
  if (shown.length === 0) return <span className="text-solid-gray-700">{t('noRole')}</span>;
  return (
    <ul className="flex flex-col gap-0.5">
      {shown.map((r) => (
        <li key={`${r.agency.id} ${r.role}`}>
          {name(r)}
          {scope === 'accounts' && <span className="block text-[0.875rem] text-solid-gray-700">{r.agency.name}</span>}
          {r.endsOn && (
            <span className="block text-[0.875rem] text-solid-gray-700">
              {t('until', { date: formatWareki(r.endsOn) })}
            </span>
          )}
        </li>
      ))}
      {a.elsewhere && <li className="text-[0.875rem] text-solid-gray-700">{t('elsewhere')}</li>}
    </ul>
  );
}

/** A mail address that breaks before its @ first, and in a word only when it must. */
function Address({ email }: { email: string }) {
  const at = email.lastIndexOf('@');
  return (
    <>
      {email.slice(0, at)}
      <wbr />
      {email.slice(at)}
    </>
  );
}

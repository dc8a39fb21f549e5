import { useQuery } from '@tanstack/react-query';
import { ArrowLeftRight, UserCog, UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Account, AccountRole, AgencyRef, OpenWork } from '@/api/generated';
import { getAccountOptions, getOpenWorkOptions } from '@/api/generated/@tanstack/react-query.gen';
import {
  BackLink,
  Button,
  Card,
  Chip,
  type Column,
  DescriptionList,
  PageHeader,
  ProblemPanel,
  Skeleton,
  Table,
  TextLink,
} from '@/components/ui';
import { dateOfInstant, formatInstant } from '@/lib/format';
import { formatWareki } from '@/lib/wareki';
import {
  ConfirmDialog,
  DANGEROUS,
  DeputyDialog,
  EndRoleDialog,
  GrantDialog,
  HandOverDialog,
  SIMPLE_VERBS,
  type SimpleVerb,
  TermDialog,
  UpdateDialog,
} from './dialogs';
import type { Scope } from './filters';
import { StateMark, useRoleName, useTerm } from './marks';

export interface PersonPageProps {
  scope: Scope;
  accountId: string;
  agency: AgencyRef;
}

type Open =
  | { dialog: 'update' | 'grant' | 'deputy' }
  | { dialog: 'verb'; verb: SimpleVerb }
  | { dialog: 'term' | 'end'; role: AccountRole }
  | { dialog: 'handOver'; work: OpenWork };

/** One person: what is registered, roles, open work, and what may be done. */
export function PersonPage({ scope, accountId, agency }: PersonPageProps) {
  const t = useTranslations('people');
  const { data: account, error, isPending, refetch } = useQuery(getAccountOptions({ path: { accountId } }));
  const [open, setOpen] = useState<Open>();
  const back =
    scope === 'staff' ? (
      <BackLink to="/staff">{t('backStaff')}</BackLink>
    ) : (
      <BackLink to="/accounts">{t('backAccounts')}</BackLink>
    );
  if (isPending) return <Skeleton lines={8} className="max-w-3xl py-4" />;
  if (!account) {
    return (
      <>
        <PageHeader title={t(scope)} documentTitle={t(scope)} eyebrow={back} />
        <ProblemPanel error={error} onRetry={() => void refetch()} />
      </>
    );
  }
  return (
    <>
      <PageHeader
        title={account.name}
        documentTitle={t(scope)}
        eyebrow={back}
        meta={
          <>
            <StateMark state={account.state} />
            {account.elsewhere && <span className="text-solid-gray-700">{t('elsewhere')}</span>}
          </>
        }
      />
      <div className="grid items-start gap-6 desk:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-6">
          <RolesCard account={account} onOpen={setOpen} />
          <OpenWorkCard account={account} onOpen={setOpen} />
          <HistoryCard account={account} />
        </div>
        <div className="flex flex-col gap-6">
          <FactsCard account={account} />
          <VerbsCard account={account} onOpen={setOpen} />
        </div>
      </div>
      <OpenDialog scope={scope} account={account} agency={agency} open={open} onClose={() => setOpen(undefined)} />
    </>
  );
}

function OpenDialog({
  scope,
  account,
  agency,
  open,
  onClose,
}: {
  scope: Scope;
  account: Account;
  agency: AgencyRef;
  open: Open | undefined;
  onClose: () => void;
}) {
  const common = { account, onClose };
  switch (open?.dialog) {
    case 'update':
      return <UpdateDialog {...common} />;
    case 'grant':
      return <GrantDialog {...common} scope={scope} agency={agency} />;
    case 'deputy':
      return <DeputyDialog {...common} />;
    case 'verb':
      return <ConfirmDialog {...common} verb={open.verb} />;
    case 'term':
      return <TermDialog {...common} role={open.role} />;
    case 'end':
      return <EndRoleDialog {...common} role={open.role} />;
    case 'handOver':
      return <HandOverDialog {...common} work={open.work} />;
    default:
      return null;
  }
}

function RolesCard({ account, onOpen }: { account: Account; onOpen: (open: Open) => void }) {
  const t = useTranslations('people');
  const name = useRoleName();
  const term = useTerm();
  const may = (verb: string) => account.actions.includes(verb);
  const standing = (r: AccountRole) =>
    r.current ? 'roleNow' : r.startsOn > new Date().toISOString().slice(0, 10) ? 'roleLater' : 'roleOver';
  const columns: Column<AccountRole>[] = [
    {
      id: 'role',
      header: t('roleName'),
      main: true,
      cell: (r) => (
        <>
          {name(r)}
          <span className="block text-[0.875rem] font-normal text-solid-gray-700">{r.agency.name}</span>
        </>
      ),
    },
    { id: 'term', header: t('roleTerm'), cell: term },
    {
      id: 'standing',
      header: t('roleStanding'),
      cell: (r) => <Chip tone={r.current ? 'green' : 'neutral'}>{t(standing(r))}</Chip>,
    },
    {
      id: 'verbs',
      header: <span className="visually-hidden">{t('operations')}</span>,
      cell: (r) =>
        standing(r) !== 'roleOver' && (
          <span className="flex flex-wrap gap-2">
            {may('grant_role') && !r.deputy && (
              <Button
                variant="outline"
                size="sm"
                aria-label={t('changeOf', { role: name(r), agency: r.agency.name })}
                onClick={() => onOpen({ dialog: 'term', role: r })}
              >
                {t('change')}
              </Button>
            )}
            {may('end_role') && (
              <Button
                variant="danger-outline"
                size="sm"
                aria-label={t('endOf', { role: name(r), agency: r.agency.name })}
                onClick={() => onOpen({ dialog: 'end', role: r })}
              >
                {t('endRole')}
              </Button>
            )}
          </span>
        ),
    },
  ];
  return (
    <Card
      title={t('roles')}
      actions={
        <>
          {may('set_deputy') && (
            <Button variant="outline" size="sm" icon={UserCog} onClick={() => onOpen({ dialog: 'deputy' })}>
              {t('setDeputy')}
            </Button>
          )}
          {may('grant_role') && (
            <Button variant="outline" size="sm" icon={UserPlus} onClick={() => onOpen({ dialog: 'grant' })}>
              {t('grant')}
            </Button>
          )}
        </>
      }
    >
      {account.roles.length === 0 ? (
        <p className="text-solid-gray-700">{t('noRoles')}</p>
      ) : (
        <Table
          caption={t('rolesCaption')}
          columns={columns}
          rows={account.roles}
          rowKey={(r) => `${r.agency.id} ${r.role}`}
        />
      )}
    </Card>
  );
}

function OpenWorkCard({ account, onOpen }: { account: Account; onOpen: (open: Open) => void }) {
  const t = useTranslations('people');
  const work = useQuery(getOpenWorkOptions({ path: { accountId: account.id } }));
  const may = account.actions.includes('hand_over');
  return (
    <Card title={t('openWork')}>
      {work.isPending && <Skeleton lines={2} announce={false} />}
      {work.isError && <ProblemPanel error={work.error} level={3} onRetry={() => void work.refetch()} />}
      {work.data && work.data.items.length === 0 && work.data.elsewhere === 0 && <p>{t('openWorkNone')}</p>}
      {work.data && work.data.items.length > 0 && (
        <>
          {may && <p className="mb-3 text-solid-gray-700">{t('openWorkWhy')}</p>}
          <ul className="divide-y divide-solid-gray-200 border-y border-solid-gray-200">
            {work.data.items.map((w) => (
              <li key={`${w.kind} ${w.agency.id}`} className="flex flex-wrap items-start justify-between gap-3 py-3">
                <div className="min-w-0">
                  <p className="font-bold">
                    {t('openWorkItem', { label: w.label, count: w.count, agency: w.agency.name })}
                  </p>
                  <Pieces work={w} />
                </div>
                {may && (
                  <Button
                    variant="outline"
                    size="sm"
                    icon={ArrowLeftRight}
                    aria-label={t('handOverOf', { label: w.label, agency: w.agency.name })}
                    onClick={() => onOpen({ dialog: 'handOver', work: w })}
                  >
                    {t('handOver')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      {work.data && work.data.elsewhere > 0 && (
        <p className="mt-3 text-solid-gray-700">{t('openElsewhere', { count: work.data.elsewhere })}</p>
      )}
    </Card>
  );
}

/** Each piece by its case or its day, never by a name: this page is about staff. */
function Pieces({ work }: { work: OpenWork }) {
  const t = useTranslations('people');
  if (work.items.length === 0) {
    return <p className="text-[0.9375rem] text-solid-gray-700">{t('openHidden')}</p>;
  }
  return (
    <ul className="mt-1 flex flex-wrap gap-x-5 gap-y-1 text-[0.9375rem]">
      {work.items.map((i) => (
        <li key={i.id}>
          {i.caseId ? (
            <TextLink to="/cases/$caseId" params={{ caseId: i.caseId }}>
              {t('openCase', { number: i.caseNumber ?? '', date: formatWareki(dateOfInstant(i.at), 'short') })}
            </TextLink>
          ) : work.kind === 'sheet_draft' ? (
            <TextLink to="/sheets/$sheetId/edit" params={{ sheetId: i.id }}>
              {t('openDraft', { date: formatWareki(dateOfInstant(i.at), 'short') })}
            </TextLink>
          ) : (
            formatWareki(dateOfInstant(i.at), 'short')
          )}
        </li>
      ))}
    </ul>
  );
}

function HistoryCard({ account }: { account: Account }) {
  const t = useTranslations('people');
  const name = useRoleName();
  const term = useTerm();
  return (
    <Card title={t('history')}>
      {account.history.length === 0 ? (
        <p className="text-solid-gray-700">{t('historyNone')}</p>
      ) : (
        <ol className="flex flex-col gap-3">
          {account.history.map((k) => (
            <li key={`${k.at} ${k.agency.id} ${k.role}`}>
              <p>
                {t(`historyLine.${k.change}`, { role: name(k) })}　
                <span className="text-solid-gray-700">{k.agency.name}</span>
              </p>
              <p className="text-[0.875rem] text-solid-gray-700">
                {term(k)}　{t('historyBy', { name: k.by.name, at: formatInstant(k.at) })}
              </p>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}

function FactsCard({ account: a }: { account: Account }) {
  const t = useTranslations('people');
  const day = (at: string) => formatInstant(at, 'date');
  const items = [
    { term: t('email'), value: <span className="break-all">{a.email}</span> },
    {
      term: t('factor'),
      value: a.secondFactor ? t('factorYes') : t(a.secondFactorNeeded ? 'factorNeeded' : 'factorNo'),
    },
    { term: t('seen'), value: a.seenAt ? formatInstant(a.seenAt) : t('neverSeen') },
    { term: t('sessions'), value: t('sessionsCount', { count: a.sessions }) },
    a.invitedAt && {
      term: t('invited'),
      value: a.invitedBy ? t('invitedBy', { date: day(a.invitedAt), name: a.invitedBy.name }) : day(a.invitedAt),
    },
    a.joinedAt && { term: t('joined'), value: day(a.joinedAt) },
    a.deactivatedAt && { term: t('deactivated'), value: day(a.deactivatedAt) },
  ];
  return (
    <Card title={t('facts')}>
      <DescriptionList items={items.filter((i) => i !== undefined && i !== '')} />
    </Card>
  );
}

function VerbsCard({ account, onOpen }: { account: Account; onOpen: (open: Open) => void }) {
  const t = useTranslations('people');
  const verbs = SIMPLE_VERBS.filter((v) => account.actions.includes(v));
  const update = account.actions.includes('update');
  if (verbs.length === 0 && !update) return null;
  return (
    <Card title={t('operations')}>
      <div className="flex flex-col gap-3">
        {update && (
          <Button variant="outline" wide onClick={() => onOpen({ dialog: 'update' })}>
            {t('verbs.update')}
          </Button>
        )}
        {verbs.map((verb) => (
          <Button
            key={verb}
            variant={DANGEROUS.includes(verb) ? 'danger-outline' : 'outline'}
            wide
            onClick={() => onOpen({ dialog: 'verb', verb })}
          >
            {t(`verbs.${verb}`)}
          </Button>
        ))}
      </div>
    </Card>
  );
}

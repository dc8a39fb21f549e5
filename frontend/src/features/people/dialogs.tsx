import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import {
  type Account,
  type AccountRole,
  type AgencyRef,
  cancelInvitation,
  deactivateAccount,
  endAccountSessions,
  endRole,
  forgetFactors,
  grantRole,
  handOverWork,
  listAccounts,
  type OpenWork,
  reactivateAccount,
  resendInvitation,
  resetPassword,
  setDeputy,
  updateAccount,
} from '@/api/generated';
import { getAccountQueryKey } from '@/api/generated/@tanstack/react-query.gen';
import { DateField, NoticeBanner, Select, Skeleton, TextField, useToast } from '@/components/ui';
import { narrowAscii, tidyName } from '@/lib/kana';
import { useStepUp } from '../accounts';
import { faulty, type Ready, ready, textOf, useVerb, type VerbHeaders } from '../handoffs/useVerb';
import { VerbDialog } from '../handoffs/VerbDialog';
import { dateOf, RoleFields, TermFields, useRoleInput } from './fields';
import type { Scope } from './filters';
import { useRoleName } from './marks';
import { refreshPeople, seen } from './refresh';

type Headers = VerbHeaders & { 'If-Match': string };

interface Press<Body> {
  account: Account;
  read: (form: FormData) => Ready<Body> | { faults: Record<string, string> };
  call: (body: Body, headers: Headers) => Promise<{ data: Account }>;
  said: string;
  onClose: () => void;
}

/** One verb on a person: asks who is there where the server wants it, and shows what became of it. */
function usePress<Body>({ account, read, call, said, onClose }: Press<Body>) {
  const queries = useQueryClient();
  const toast = useToast();
  const stepUp = useStepUp();
  const again = async () => {
    await queries.invalidateQueries({ queryKey: getAccountQueryKey({ path: { accountId: account.id } }) });
  };
  const verb = useVerb<Body, Account>({
    read: (form) => {
      const got = read(form);
      return 'faults' in got ? faulty(got.faults) : got;
    },
    send: (body, headers) => stepUp.run(async () => (await call(body, { ...headers, ...seen(account.id) })).data),
    done: () => {
      void refreshPeople(queries);
      toast(said);
      onClose();
    },
    conflict: again,
  });
  return { verb, dialog: stepUp.dialog };
}

const simple = {
  resend_invitation: resendInvitation,
  cancel_invitation: cancelInvitation,
  reset_password: resetPassword,
  end_sessions: endAccountSessions,
  forget_factors: forgetFactors,
  deactivate: deactivateAccount,
  reactivate: reactivateAccount,
};

export type SimpleVerb = keyof typeof simple;

export const SIMPLE_VERBS = Object.keys(simple) as SimpleVerb[];

export const DANGEROUS: readonly SimpleVerb[] = ['cancel_invitation', 'forget_factors', 'deactivate'];

/** The verbs that need nothing but a yes. */
export function ConfirmDialog({
  account,
  verb: name,
  onClose,
}: {
  account: Account;
  verb: SimpleVerb;
  onClose: () => void;
}) {
  const t = useTranslations('people');
  const { verb, dialog } = usePress({
    account,
    read: () => ready({}),
    call: async (_, headers) =>
      simple[name]({ path: { accountId: account.id }, headers, throwOnError: true }) as Promise<{ data: Account }>,
    said: t(`done.${name}`),
    onClose,
  });
  return (
    <>
      <VerbDialog
        title={t(`verbs.${name}`)}
        lead={<p>{t(`confirm.${name}`, { email: account.email })}</p>}
        submit={t(`verbs.${name}`)}
        variant={DANGEROUS.includes(name) ? 'danger' : 'solid'}
        size="sm"
        verb={verb}
        onClose={onClose}
      />
      {dialog}
    </>
  );
}

export function UpdateDialog({ account, onClose }: { account: Account; onClose: () => void }) {
  const t = useTranslations('people');
  const { verb, dialog } = usePress({
    account,
    read: (form) => {
      const name = textOf(form, 'name');
      const email = narrowAscii(textOf(form, 'email'));
      const faults = {
        ...(name ? {} : { name: t('missing.name') }),
        ...(email ? {} : { email: t('missing.email') }),
      };
      return Object.keys(faults).length > 0 ? { faults } : ready({ name, email });
    },
    call: async (body, headers) =>
      updateAccount({
        path: { accountId: account.id },
        body,
        headers: { 'If-Match': headers['If-Match'] },
        throwOnError: true,
      }),
    said: t('done.update'),
    onClose,
  });
  return (
    <>
      <VerbDialog
        title={t('updateTitle')}
        lead={<p>{t('updateLead')}</p>}
        submit={t('updateSubmit')}
        verb={verb}
        onClose={onClose}
      >
        <TextField
          id="name"
          name="name"
          label={t('name')}
          required
          tidy={tidyName}
          defaultValue={account.name}
          error={verb.faults.name}
        />
        <TextField
          id="email"
          name="email"
          type="email"
          label={t('email')}
          required
          tidy={narrowAscii}
          defaultValue={account.email}
          error={verb.faults.email}
        />
      </VerbDialog>
      {dialog}
    </>
  );
}

interface RoleDialogProps {
  scope: Scope;
  account: Account;
  agency: AgencyRef;
  onClose: () => void;
}

export function GrantDialog({ scope, account, agency, onClose }: RoleDialogProps) {
  const t = useTranslations('people');
  const role = useRoleInput(scope, agency);
  const { verb, dialog } = usePress({
    account,
    read: (form) => {
      const { faults, input } = role.read(form);
      return Object.keys(faults).length > 0 ? { faults } : ready(input);
    },
    call: async (body, headers) => grantRole({ path: { accountId: account.id }, body, headers, throwOnError: true }),
    said: t('done.role'),
    onClose,
  });
  return (
    <>
      <VerbDialog
        title={t('grantTitle')}
        lead={<p>{t('grantLead')}</p>}
        submit={t('grantSubmit')}
        verb={verb}
        onClose={onClose}
      >
        <RoleFields scope={scope} agency={agency} chosen={role.chosen} onAgency={role.setChosen} faults={verb.faults} />
      </VerbDialog>
      {dialog}
    </>
  );
}

export function TermDialog({ account, role, onClose }: { account: Account; role: AccountRole; onClose: () => void }) {
  const t = useTranslations('people');
  const name = useRoleName();
  const { verb, dialog } = usePress({
    account,
    read: (form) => {
      const startsOn = dateOf(form, 'startsOn');
      const endsOn = dateOf(form, 'endsOn');
      const faults = {
        ...(startsOn === null ? { startsOn: t('missing.date') } : {}),
        ...(endsOn === null ? { endsOn: t('missing.date') } : {}),
      };
      if (Object.keys(faults).length > 0) return { faults };
      return ready({
        agencyId: role.agency.id,
        role: role.role,
        ...(startsOn ? { startsOn } : {}),
        ...(endsOn ? { endsOn } : {}),
      });
    },
    call: async (body, headers) => grantRole({ path: { accountId: account.id }, body, headers, throwOnError: true }),
    said: t('done.role'),
    onClose,
  });
  return (
    <>
      <VerbDialog
        title={t('changeTitle')}
        lead={
          <p>
            {name(role)}　{role.agency.name}
          </p>
        }
        submit={t('grantSubmit')}
        verb={verb}
        onClose={onClose}
      >
        <TermFields faults={verb.faults} startsOn={role.startsOn} endsOn={role.endsOn} />
      </VerbDialog>
      {dialog}
    </>
  );
}

export function EndRoleDialog({
  account,
  role,
  onClose,
}: {
  account: Account;
  role: AccountRole;
  onClose: () => void;
}) {
  const t = useTranslations('people');
  const name = useRoleName();
  const { verb, dialog } = usePress({
    account,
    read: () => ready({ agencyId: role.agency.id, role: role.role }),
    call: async (body, headers) => endRole({ path: { accountId: account.id }, body, headers, throwOnError: true }),
    said: t('done.roleEnded'),
    onClose,
  });
  return (
    <>
      <VerbDialog
        title={t('endTitle')}
        lead={<p>{t('endLead', { name: account.name, role: name(role), agency: role.agency.name })}</p>}
        submit={t('endRole')}
        variant="danger"
        size="sm"
        verb={verb}
        onClose={onClose}
      />
      {dialog}
    </>
  );
}

export function DeputyDialog({ account, onClose }: { account: Account; onClose: () => void }) {
  const t = useTranslations('people');
  const worker = account.roles.find((r) => r.role === 'worker' && r.current);
  const { verb, dialog } = usePress({
    account,
    read: (form) => {
      const until = dateOf(form, 'until');
      return until ? ready({ agencyId: worker?.agency.id ?? '', until }) : { faults: { until: t('missing.until') } };
    },
    call: async (body, headers) => setDeputy({ path: { accountId: account.id }, body, headers, throwOnError: true }),
    said: t('done.deputy'),
    onClose,
  });
  return (
    <>
      <VerbDialog
        title={t('deputyTitle')}
        lead={<p>{t('deputyLead', { name: account.name })}</p>}
        submit={t('deputySubmit')}
        verb={verb}
        onClose={onClose}
      >
        <DateField id="until" name="until" label={t('deputyUntil')} required error={verb.faults.until} />
      </VerbDialog>
      {dialog}
    </>
  );
}

/** 引き継ぎ: everything of one agency goes to a colleague there. */
export function HandOverDialog({ account, work, onClose }: { account: Account; work: OpenWork; onClose: () => void }) {
  const t = useTranslations('people');
  const [query] = useState({ agencyId: work.agency.id, state: 'active' as const, limit: 200 });
  const people = useQuery({
    queryKey: [{ _id: 'colleagues', tags: ['account'], query }],
    queryFn: async ({ signal }) => (await listAccounts({ query, signal, throwOnError: true })).data.items,
  });
  const colleagues = (people.data ?? []).filter(
    (p) => p.id !== account.id && p.roles.some((r) => r.agency.id === work.agency.id && r.current),
  );
  const { verb, dialog } = usePress({
    account,
    read: (form) => {
      const toAccountId = textOf(form, 'toAccountId');
      return toAccountId
        ? ready({ agencyId: work.agency.id, toAccountId })
        : { faults: { toAccountId: t('missing.to') } };
    },
    call: async (body, headers) => handOverWork({ path: { accountId: account.id }, body, headers, throwOnError: true }),
    said: t('done.handOver'),
    onClose,
  });
  let choice: ReactNode = (
    <Select
      id="toAccountId"
      name="toAccountId"
      label={t('handOverTo')}
      required
      empty={t('choose')}
      options={colleagues.map((p) => ({ value: p.id, label: p.name }))}
      error={verb.faults.toAccountId}
    />
  );
  if (people.isPending) choice = <Skeleton lines={2} />;
  else if (colleagues.length === 0) choice = <NoticeBanner tone="warning" level={3} title={t('handOverNobody')} />;
  return (
    <>
      <VerbDialog
        title={t('handOverTitle')}
        lead={<p>{t('handOverLead', { label: work.label, count: work.count })}</p>}
        submit={t('handOverSubmit')}
        verb={verb}
        onClose={onClose}
      >
        {choice}
      </VerbDialog>
      {dialog}
    </>
  );
}

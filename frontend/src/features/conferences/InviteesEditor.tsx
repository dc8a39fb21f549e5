import { useQuery } from '@tanstack/react-query';
import { Building2, Plus, Trash2, UserPlus } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { AccountRef, AgencyRef, Case, InviteeInput } from '@/api/generated';
import { listInvitablePeopleOptions } from '@/api/generated/@tanstack/react-query.gen';
import { Button, Disclosure, FieldError, IconButton, Select, TextField } from '@/components/ui';
import { AgencyPicker } from '@/features/directory';
import type { Faults } from '../handoffs/useVerb';
import { inviteeName } from './marks';

/** One who is to be invited, as it is being put together. */
export interface InviteeDraft {
  readonly key: number;
  agency?: AgencyRef;
  account?: AccountRef;
  name?: string;
  organization?: string;
  email?: string;
  function: string;
  memberId: string;
  required: boolean;
}

export function inviteeOf(d: InviteeDraft): InviteeInput {
  return {
    agencyId: d.agency?.id,
    accountId: d.account?.id,
    name: d.name,
    organization: d.organization || undefined,
    email: d.email,
    function: d.function.trim() || undefined,
    memberId: d.memberId || undefined,
    required: d.required,
  };
}

export interface InviteesEditorProps {
  case: Case;
  invitees: readonly InviteeDraft[];
  onInvitees: (invitees: readonly InviteeDraft[]) => void;
  faults: Faults;
}

/** Whom to invite: the agencies of the case in one press, others by name, people with an account, people outside. */
export function InviteesEditor({ case: c, invitees, onInvitees, faults }: InviteesEditorProps) {
  const t = useTranslations('conferences.proposal');
  const next = useRef(0);
  const draft = (part: Partial<InviteeDraft>): InviteeDraft => ({
    key: next.current++,
    function: '',
    memberId: '',
    required: false,
    ...part,
  });
  const add = (...parts: Partial<InviteeDraft>[]) => onInvitees([...invitees, ...parts.map(draft)]);
  const has = (agencyId: string) => invitees.some((i) => i.agency?.id === agencyId);
  const onCase = [c.lead, ...c.supporting.map((x) => x.agency)].filter(
    (a): a is AgencyRef => a !== undefined && !has(a.id),
  );
  return (
    <div className="flex flex-col gap-4" id="invitees" tabIndex={-1}>
      <FieldError id="invitees" error={faults.invitees} />
      {invitees.length > 0 && <Chosen case={c} invitees={invitees} onInvitees={onInvitees} faults={faults} />}
      {onCase.length > 0 && (
        <div>
          <Button
            variant="outline"
            size="sm"
            icon={Building2}
            onClick={() => add(...onCase.map((agency) => ({ agency, required: agency.id === c.lead?.id })))}
          >
            {t('addOnCase')}
          </Button>
        </div>
      )}
      <AgencyPicker
        key={`agency ${invitees.length}`}
        id="add-agency"
        label={t('addAgency')}
        exclude={invitees.flatMap((i) => i.agency?.id ?? [])}
        onChange={(agency) => agency && add({ agency })}
        className="max-w-xl"
      />
      <AddPerson invitees={invitees} onAdd={(account) => add({ account })} />
      <Disclosure summary={t('addOutside')}>
        <AddOutside invitees={invitees} onAdd={add} />
      </Disclosure>
    </div>
  );
}

function AddPerson({ invitees, onAdd }: { invitees: readonly InviteeDraft[]; onAdd: (account: AccountRef) => void }) {
  const t = useTranslations('conferences.proposal');
  const found = useQuery(listInvitablePeopleOptions());
  const people = (found.data?.items ?? []).filter((p) => !invitees.some((i) => i.account?.id === p.account.id));
  if (people.length === 0) return null;
  return (
    <Select
      key={`person ${invitees.length}`}
      id="add-person"
      label={t('addPerson')}
      empty={t('choosePerson')}
      width="lg"
      options={people.map((p) => ({ value: p.account.id, label: `${p.account.name}　${p.agency}` }))}
      onChange={(e) => {
        const person = people.find((p) => p.account.id === e.currentTarget.value);
        if (person) onAdd(person.account);
      }}
    />
  );
}

function AddOutside({
  invitees,
  onAdd,
}: {
  invitees: readonly InviteeDraft[];
  onAdd: (part: Partial<InviteeDraft>) => void;
}) {
  const t = useTranslations('conferences.proposal');
  const [fault, setFault] = useState<string>();
  const name = useRef<HTMLInputElement>(null);
  const organization = useRef<HTMLInputElement>(null);
  const email = useRef<HTMLInputElement>(null);
  const add = () => {
    const [who, from, to] = [name, organization, email].map((f) => f.current?.value.trim() ?? '');
    if (!who || !to) return setFault(t('outsideMissing'));
    if (invitees.some((i) => i.email?.toLowerCase() === to.toLowerCase())) return setFault(t('already'));
    setFault(undefined);
    onAdd({ name: who, organization: from, email: to });
    for (const f of [name, organization, email]) if (f.current) f.current.value = '';
    name.current?.focus();
  };
  return (
    <div className="flex flex-wrap items-end gap-4">
      <TextField ref={name} id="outside-name" label={t('outsideName')} width="md" />
      <TextField ref={organization} id="outside-organization" label={t('outsideOrganization')} optional width="md" />
      <TextField ref={email} id="outside-email" label={t('outsideEmail')} inputMode="email" width="md" error={fault} />
      <Button variant="outline" icon={UserPlus} onClick={add}>
        {t('add')}
      </Button>
    </div>
  );
}

function Chosen({ case: c, invitees, onInvitees, faults }: InviteesEditorProps) {
  const t = useTranslations('conferences.proposal');
  const members = c.members.filter((m) => m.current);
  const change = (key: number, part: Partial<InviteeDraft>) =>
    onInvitees(invitees.map((i) => (i.key === key ? { ...i, ...part } : i)));
  return (
    <div className="overflow-x-auto">
      <table className="w-full border-collapse text-left">
        <caption className="visually-hidden">{t('who')}</caption>
        <thead>
          <tr className="border-b border-solid-gray-420">
            {(['who', 'function', 'member', 'required', 'remove'] as const).map((h) => (
              <th key={h} scope="col" className="px-2 py-2 whitespace-nowrap">
                {t(`inviteeColumns.${h}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {invitees.map((i, n) => {
            const who = inviteeName(i);
            const fault = Object.entries(faults).find(
              ([name]) => name === `invitees.${n}` || name.startsWith(`invitees.${n}.`),
            )?.[1];
            return (
              <tr key={i.key} className="border-b border-solid-gray-200 align-middle">
                <th scope="row" className="min-w-48 px-2 py-1.5 font-bold">
                  {who}
                  {i.email && <span className="block text-[0.875rem] font-normal text-solid-gray-700">{i.email}</span>}
                  <FieldError id={`invitees.${n}`} error={fault} />
                </th>
                <td className="min-w-36 px-2 py-1.5">
                  <TextField
                    label={t('functionOf', { who })}
                    labelHidden
                    defaultValue={i.function}
                    onChange={(e) => change(i.key, { function: e.currentTarget.value })}
                  />
                </td>
                <td className="min-w-40 px-2 py-1.5">
                  <Select
                    label={t('memberOf', { who })}
                    labelHidden
                    empty={t('whole')}
                    defaultValue={i.memberId}
                    options={members.map((m) => ({ value: m.id, label: m.name }))}
                    onChange={(e) => change(i.key, { memberId: e.currentTarget.value })}
                  />
                </td>
                <td className="px-2 py-1.5 text-center">
                  <input
                    type="checkbox"
                    aria-label={t('requiredOf', { who })}
                    className="size-6 accent-key-900"
                    checked={i.required}
                    onChange={(e) => change(i.key, { required: e.currentTarget.checked })}
                  />
                </td>
                <td className="px-2 py-1.5">
                  <IconButton
                    icon={Trash2}
                    label={t('removeOf', { who })}
                    onClick={() => onInvitees(invitees.filter((x) => x.key !== i.key))}
                  />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="mt-2 flex items-center gap-1 text-[0.9375rem] text-solid-gray-700">
        <Plus aria-hidden size="1em" />
        {t('whoCount', { count: invitees.length })}
      </p>
    </div>
  );
}

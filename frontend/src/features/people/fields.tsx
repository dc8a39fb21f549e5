import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { AgencyRef, Role } from '@/api/generated';
import { DateField, RadioGroup, Select } from '@/components/ui';
import { parseDate } from '@/lib/wareki';
import { AgencyPicker } from '../directory';
import { type Faults, textOf } from '../handoffs/useVerb';
import { MANAGED_ROLES, ROLES, type Scope } from './filters';

/** A date of a form: what was typed, as YYYY-MM-DD; undefined when empty, null when it is none. */
export function dateOf(form: FormData, name: string): string | undefined | null {
  const text = textOf(form, name);
  if (!text) return undefined;
  const read = parseDate(text);
  return read.ok ? read.date : null;
}

export interface RoleFieldsProps {
  scope: Scope;
  agency: AgencyRef;
  onAgency: (agency: AgencyRef | undefined) => void;
  chosen: AgencyRef | undefined;
  faults: Faults;
  /** Names of the server's faults: `roles.0.` in an invitation. */
  prefix?: string;
}

/** Agency, role and term. A manager gives roles of the own agency alone. */
export function RoleFields({ scope, onAgency, chosen, faults, prefix = '' }: RoleFieldsProps) {
  const t = useTranslations('people');
  const roles = useTranslations('codes.role');
  const error = (name: string) => faults[`${prefix}${name}`];
  return (
    <>
      {scope === 'accounts' && (
        <AgencyPicker
          id={`${prefix}agencyId`}
          label={t('roleAgency')}
          required
          value={chosen}
          onChange={onAgency}
          error={error('agencyId')}
        />
      )}
      {scope === 'staff' ? (
        <RadioGroup
          label={t('roleName')}
          name={`${prefix}role`}
          defaultValue="worker"
          columns={2}
          options={MANAGED_ROLES.map((value) => ({ value, label: roles(value) }))}
          error={error('role')}
        />
      ) : (
        <Select
          id={`${prefix}role`}
          name={`${prefix}role`}
          label={t('roleName')}
          required
          empty={t('choose')}
          options={ROLES.map((value) => ({ value, label: roles(value) }))}
          error={error('role')}
        />
      )}
      <TermFields faults={faults} prefix={prefix} />
    </>
  );
}

export function TermFields({
  faults,
  prefix = '',
  startsOn,
  endsOn,
}: {
  faults: Faults;
  prefix?: string;
  startsOn?: string;
  endsOn?: string;
}) {
  const t = useTranslations('people');
  return (
    <div className="grid gap-x-6 gap-y-4 sm:grid-cols-2">
      <DateField
        id={`${prefix}startsOn`}
        name={`${prefix}startsOn`}
        label={t('startsOn')}
        hint={t('startsHint')}
        defaultValue={startsOn}
        error={faults[`${prefix}startsOn`]}
      />
      <DateField
        id={`${prefix}endsOn`}
        name={`${prefix}endsOn`}
        label={t('endsOn')}
        hint={t('endsHint')}
        defaultValue={endsOn}
        error={faults[`${prefix}endsOn`]}
      />
    </div>
  );
}

/** What the form says of one role, or what must be corrected first. */
export function useRoleInput(scope: Scope, agency: AgencyRef, prefix = '') {
  const t = useTranslations('people.missing');
  const [chosen, setChosen] = useState<AgencyRef | undefined>(scope === 'staff' ? agency : undefined);
  const read = (form: FormData) => {
    const faults: Record<string, string> = {};
    const role = ROLES.find((r) => r === textOf(form, `${prefix}role`));
    const startsOn = dateOf(form, `${prefix}startsOn`);
    const endsOn = dateOf(form, `${prefix}endsOn`);
    if (!chosen) faults[`${prefix}agencyId`] = t('agency');
    if (!role) faults[`${prefix}role`] = t('role');
    if (startsOn === null) faults[`${prefix}startsOn`] = t('date');
    if (endsOn === null) faults[`${prefix}endsOn`] = t('date');
    const input = { agencyId: chosen?.id ?? '', role: role as Role, ...given({ startsOn, endsOn }) };
    return { faults, input };
  };
  return { chosen, setChosen, read };
}

/** Leaves out what is not given. */
function given(term: { startsOn: string | undefined | null; endsOn: string | undefined | null }) {
  return {
    ...(term.startsOn ? { startsOn: term.startsOn } : {}),
    ...(term.endsOn ? { endsOn: term.endsOn } : {}),
  };
}

import { useQueryClient } from '@tanstack/react-query';
import { Mail } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { type AgencyRef, inviteAccount } from '@/api/generated';
import { TextField, useToast } from '@/components/ui';
import { narrowAscii, tidyName } from '@/lib/kana';
import { useStepUp } from '../accounts';
import { faulty, ready, textOf, useVerb } from '../handoffs/useVerb';
import { VerbDialog } from '../handoffs/VerbDialog';
import { RoleFields, useRoleInput } from './fields';
import type { Scope } from './filters';
import { refreshPeople } from './refresh';

/** 招待: name, address, one role; further roles are given on the person's page. */
export function InviteDialog({ scope, agency, onClose }: { scope: Scope; agency: AgencyRef; onClose: () => void }) {
  const t = useTranslations('people');
  const queries = useQueryClient();
  const toast = useToast();
  const stepUp = useStepUp();
  const role = useRoleInput(scope, agency, 'roles.0.');
  const verb = useVerb({
    read: (form) => {
      const { faults, input } = role.read(form);
      const name = textOf(form, 'name');
      const email = narrowAscii(textOf(form, 'email'));
      const all = {
        ...(name ? {} : { name: t('missing.name') }),
        ...(email ? {} : { email: t('missing.email') }),
        ...faults,
      };
      return Object.keys(all).length > 0 ? faulty(all) : ready({ name, email, roles: [input] });
    },
    send: (body, headers) => stepUp.run(async () => (await inviteAccount({ body, headers, throwOnError: true })).data),
    done: () => {
      void refreshPeople(queries);
      toast(t('done.invite'));
      onClose();
    },
  });
  return (
    <>
      <VerbDialog
        title={t('inviteTitle')}
        lead={<p>{t('inviteLead')}</p>}
        submit={t('inviteSubmit')}
        icon={Mail}
        verb={verb}
        onClose={onClose}
      >
        <TextField id="name" name="name" label={t('name')} required tidy={tidyName} error={verb.faults.name} />
        <TextField
          id="email"
          name="email"
          type="email"
          label={t('email')}
          required
          autoCapitalize="none"
          spellCheck={false}
          tidy={narrowAscii}
          error={verb.faults.email}
        />
        <RoleFields
          scope={scope}
          agency={agency}
          chosen={role.chosen}
          onAgency={role.setChosen}
          faults={verb.faults}
          prefix="roles.0."
        />
      </VerbDialog>
      {stepUp.dialog}
    </>
  );
}

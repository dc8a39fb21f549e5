import { Link2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { newSurveyLink, type Survey, type SurveyInvitation } from '@/api/generated';
import { Button, Chip, type Column, Dialog, Table, TextField } from '@/components/ui';
import { shortMoment } from '../cases/dates';
import { ready, useVerb } from '../handoffs/useVerb';
import { VerbDialog } from '../handoffs/VerbDialog';

/** Who was asked, who answered, and a link to hand to those without an e-mail address. */
export function Invitations({ survey }: { survey: Survey }) {
  const t = useTranslations('surveys.invitations');
  const [asking, setAsking] = useState<SurveyInvitation>();
  const columns: Column<SurveyInvitation>[] = [
    { id: 'agency', header: t('agency'), main: true, cell: (i) => i.agency.name },
    {
      id: 'state',
      header: t('state'),
      nowrap: true,
      cell: (i) =>
        i.answeredAt ? <Chip tone="green">{t('answered')}</Chip> : <Chip tone="neutral">{t('silent')}</Chip>,
    },
    {
      id: 'sent',
      header: t('sent'),
      cell: (i) =>
        i.remindedAt
          ? t('remindedAt', { at: shortMoment(i.remindedAt) })
          : i.sentAt
            ? shortMoment(i.sentAt)
            : t('noMail'),
    },
    {
      id: 'link',
      header: <span className="visually-hidden">{t('link')}</span>,
      nowrap: true,
      cell: (i) =>
        survey.actions.includes('close') && !i.answeredAt ? (
          <Button size="sm" variant="text" icon={Link2} onClick={() => setAsking(i)}>
            {t('makeLink')}
            <span className="visually-hidden">{i.agency.name}</span>
          </Button>
        ) : null,
    },
  ];
  return (
    <section aria-labelledby="invited">
      <h2 id="invited" className="mb-3 text-[1.375rem] font-bold">
        {t('title')}
      </h2>
      <Table
        caption={t('title')}
        columns={columns}
        rows={survey.invitations ?? []}
        rowKey={(i) => i.agency.id}
        density="compact"
      />
      {asking && <LinkDialog survey={survey} invitation={asking} onClose={() => setAsking(undefined)} />}
    </section>
  );
}

function LinkDialog({
  survey,
  invitation,
  onClose,
}: {
  survey: Survey;
  invitation: SurveyInvitation;
  onClose: () => void;
}) {
  const t = useTranslations('surveys.invitations');
  const [address, setAddress] = useState<string>();
  const verb = useVerb({
    read: () => ready({ agencyId: invitation.agency.id }),
    send: async (body) => (await newSurveyLink({ path: { surveyId: survey.id }, body, throwOnError: true })).data,
    done: (link) => setAddress(link.address),
  });
  if (address) {
    return (
      <Dialog
        open
        title={t('linkTitle', { agency: invitation.agency.name })}
        onClose={onClose}
        footer={<Button onClick={onClose}>{t('close')}</Button>}
      >
        <TextField
          id="address"
          label={t('address')}
          hint={t('addressHint')}
          readOnly
          defaultValue={address}
          onFocus={(e) => e.currentTarget.select()}
        />
      </Dialog>
    );
  }
  return (
    <VerbDialog
      title={t('linkTitle', { agency: invitation.agency.name })}
      lead={<p>{t('linkLead')}</p>}
      submit={t('makeLink')}
      icon={Link2}
      verb={verb}
      onClose={onClose}
    />
  );
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { chooseMailPreference, type MailMode } from '@/api/generated';
import { getMailPreferenceOptions, getMailPreferenceQueryKey } from '@/api/generated/@tanstack/react-query.gen';
import { ProblemPanel, RadioGroup, Skeleton, useToast } from '@/components/ui';

const MODES: readonly MailMode[] = ['at_once', 'daily', 'off'];

/** How I hear by mail that something waits. */
export function MailChoice() {
  const t = useTranslations('mail.choice');
  const queries = useQueryClient();
  const toast = useToast();
  const preference = useQuery(getMailPreferenceOptions());
  const choose = useMutation({
    mutationFn: async (mode: MailMode) => (await chooseMailPreference({ body: { mode }, throwOnError: true })).data,
    onSuccess: (data) => {
      queries.setQueryData(getMailPreferenceQueryKey(), data);
      toast(t('saved'));
    },
  });
  if (preference.isPending) return <Skeleton lines={4} />;
  if (preference.isError) return <ProblemPanel error={preference.error} onRetry={() => void preference.refetch()} />;
  return (
    <div className="flex flex-col gap-3">
      <RadioGroup
        label={t('label', { address: preference.data.address })}
        hint={t('hint')}
        name="mail-mode"
        defaultValue={preference.data.mode}
        options={MODES.map((value) => ({ value, label: t(`modes.${value}`), hint: t(`hints.${value}`) }))}
        onChange={(e) => {
          const mode = MODES.find((m) => m === e.currentTarget.value);
          if (mode) choose.mutate(mode);
        }}
      />
      {!preference.data.ready && <p className="text-[0.9375rem] text-solid-gray-700">{t('notReady')}</p>}
      {choose.isError && <ProblemPanel error={choose.error} />}
    </div>
  );
}

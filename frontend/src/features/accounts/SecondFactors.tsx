import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Fingerprint, KeyRound, Smartphone } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import {
  addPasskey,
  beginPasskey,
  beginTotp,
  type SecondFactors as Have,
  removePasskey,
  removeTotp,
  renewRecoveryCodes,
  type TotpSetup,
} from '@/api/generated';
import { getSecondFactorsOptions, getSecondFactorsQueryKey } from '@/api/generated/@tanstack/react-query.gen';
import { Button, Card, Chip, NoticeBanner, ProblemPanel, Skeleton, TextField, useToast } from '@/components/ui';
import { formatInstant } from '@/lib/format';
import { makePasskey, PasskeyCancelled, passkeysSupported } from '@/lib/passkey';
import { EnrolTotp } from './EnrolTotp';
import { RecoveryCodes } from './RecoveryCodes';
import { StepUpGivenUp, useStepUp } from './useStepUp';

export interface SecondFactorsProps {
  /** Called when the person has at least one, and has seen the recovery codes. */
  onEnrolled?: () => void;
}

/** What proves who I am beside the password: an app, passkeys, recovery codes. */
export function SecondFactors({ onEnrolled }: SecondFactorsProps) {
  const t = useTranslations('accounts.factors');
  const factors = useQuery(getSecondFactorsOptions());
  const work = useFactorWork(onEnrolled);
  if (factors.isPending) return <Skeleton lines={5} />;
  if (factors.isError) return <ProblemPanel error={factors.error} onRetry={() => void factors.refetch()} />;
  if (work.codes) return <RecoveryCodes codes={work.codes} onDone={work.codesSeen} />;
  const have = factors.data;
  const none = !have.totp && have.passkeys.length === 0;
  return (
    <div className="flex flex-col gap-6">
      {have.offeredOnly && none && (
        <NoticeBanner tone="info" title={t('demoTitle')}>
          {t('demo')}
        </NoticeBanner>
      )}
      {have.required && none && !onEnrolled && <NoticeBanner tone="warning" title={t('required')} />}
      {work.problem !== undefined && <ProblemPanel error={work.problem} />}
      <AppCard have={have} work={work} />
      <PasskeysCard have={have} work={work} />
      {!none && <RecoveryCard have={have} work={work} />}
      {work.dialog}
    </div>
  );
}

type Work = ReturnType<typeof useFactorWork>;

/** The calls of this page, one at a time, each with the question who is there where the server wants it. */
function useFactorWork(onEnrolled?: () => void) {
  const t = useTranslations('accounts.factors');
  const queries = useQueryClient();
  const toast = useToast();
  const { run, dialog } = useStepUp();
  const [setup, setSetup] = useState<TotpSetup>();
  const [codes, setCodes] = useState<readonly string[]>();
  const [problem, setProblem] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const attempt = async (work: () => Promise<void>) => {
    if (busy) return;
    setBusy(true);
    setProblem(undefined);
    try {
      await work();
    } catch (error) {
      if (!(error instanceof StepUpGivenUp || error instanceof PasskeyCancelled)) setProblem(error);
    } finally {
      setBusy(false);
      void queries.invalidateQueries({ queryKey: getSecondFactorsQueryKey() });
    }
  };
  const added = (given: readonly string[] | undefined) => {
    setSetup(undefined);
    toast(t('added'));
    if (given) setCodes(given);
    else onEnrolled?.();
    void queries.invalidateQueries({ queryKey: getSecondFactorsQueryKey() });
  };
  return {
    setup,
    codes,
    problem,
    busy,
    dialog,
    added,
    cancelSetup: () => setSetup(undefined),
    codesSeen: () => {
      setCodes(undefined);
      onEnrolled?.();
    },
    beginApp: () => attempt(async () => setSetup((await run(() => beginTotp())).data)),
    addKey: (name: string) =>
      attempt(async () => {
        const { data: options } = await run(() => beginPasskey());
        const { data } = await addPasskey({ body: await makePasskey(options, name) });
        added(data.recoveryCodes);
      }),
    removeApp: () =>
      attempt(async () => {
        await run(() => removeTotp());
        toast(t('removed'));
      }),
    removeKey: (passkeyId: string) =>
      attempt(async () => {
        await run(() => removePasskey({ path: { passkeyId } }));
        toast(t('removed'));
      }),
    renewCodes: () => attempt(async () => setCodes((await run(() => renewRecoveryCodes())).data.recoveryCodes)),
  };
}

function AppCard({ have, work }: { have: Have; work: Work }) {
  const t = useTranslations('accounts.factors');
  return (
    <Card
      title={<Title icon={<Smartphone aria-hidden size="1.25em" />}>{t('app')}</Title>}
      actions={have.totp && <On />}
    >
      {work.setup ? (
        <EnrolTotp setup={work.setup} onDone={work.added} onCancel={work.cancelSetup} />
      ) : have.totp ? (
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p>{have.totpSince && t('since', { date: formatInstant(have.totpSince) })}</p>
          <Button variant="danger-outline" size="sm" busy={work.busy} onClick={() => void work.removeApp()}>
            {t('removeApp')}
          </Button>
        </div>
      ) : (
        <div className="flex flex-col items-start gap-3">
          <p>{t('appWhy')}</p>
          <Button icon={Smartphone} busy={work.busy} onClick={() => void work.beginApp()}>
            {t('addApp')}
          </Button>
        </div>
      )}
    </Card>
  );
}

function PasskeysCard({ have, work }: { have: Have; work: Work }) {
  const t = useTranslations('accounts.factors');
  const possible = have.passkeysPossible && passkeysSupported();
  const [missing, setMissing] = useState(false);
  return (
    <Card
      title={<Title icon={<Fingerprint aria-hidden size="1.25em" />}>{t('passkeys')}</Title>}
      actions={have.passkeys.length > 0 && <On />}
    >
      <p>{t('passkeysWhy')}</p>
      {have.passkeys.length > 0 && (
        <ul className="my-4 divide-y divide-solid-gray-200 border-y border-solid-gray-200">
          {have.passkeys.map((k) => (
            <li key={k.id} className="flex flex-wrap items-center justify-between gap-3 py-3">
              <span>
                <span className="block font-bold">{k.name}</span>
                <span className="text-[0.9375rem] text-solid-gray-700">
                  {t('since', { date: formatInstant(k.createdAt) })}
                  {k.usedAt && ` ／ ${t('used', { date: formatInstant(k.usedAt) })}`}
                </span>
              </span>
              <Button
                variant="danger-outline"
                size="sm"
                busy={work.busy}
                aria-label={t('removeKey', { name: k.name })}
                onClick={() => void work.removeKey(k.id)}
              >
                {t('remove')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {possible ? (
        <form
          noValidate
          className="mt-4 flex flex-wrap items-end gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            const name = String(new FormData(event.currentTarget).get('name') ?? '').trim();
            setMissing(!name);
            if (name) void work.addKey(name);
          }}
        >
          <div className="min-w-64 grow">
            <TextField
              name="name"
              label={t('keyName')}
              hint={t('keyNameHint')}
              maxLength={60}
              error={missing ? t('keyNameMissing') : undefined}
            />
          </div>
          <Button type="submit" variant="outline" icon={Fingerprint} busy={work.busy}>
            {t('addKey')}
          </Button>
        </form>
      ) : (
        <p className="mt-3 text-solid-gray-700">{t('keysImpossible')}</p>
      )}
    </Card>
  );
}

function RecoveryCard({ have, work }: { have: Have; work: Work }) {
  const t = useTranslations('accounts.factors');
  return (
    <Card title={<Title icon={<KeyRound aria-hidden size="1.25em" />}>{t('recovery')}</Title>}>
      <div className="flex flex-col items-start gap-3">
        <p>{t('recoveryWhy')}</p>
        <p className="font-bold">{t('recoveryLeft', { count: have.recoveryCodesLeft })}</p>
        <Button variant="outline" busy={work.busy} onClick={() => void work.renewCodes()}>
          {t('renew')}
        </Button>
      </div>
    </Card>
  );
}

function Title({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <span className="flex items-center gap-2">
      {icon}
      {children}
    </span>
  );
}

function On() {
  const t = useTranslations('accounts.factors');
  return <Chip tone="green">{t('on')}</Chip>;
}

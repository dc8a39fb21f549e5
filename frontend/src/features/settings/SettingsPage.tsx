import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Save } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { fieldErrors, isStale } from '@/api/client';
import { etagOf } from '@/api/etags';
import { changeSettings, type Setting, type Settings } from '@/api/generated';
import {
  getReferenceQueryKey,
  getSettingsOptions,
  getSettingsQueryKey,
} from '@/api/generated/@tanstack/react-query.gen';
import {
  Button,
  Card,
  ErrorSummary,
  NoticeBanner,
  PageHeader,
  ProblemPanel,
  Skeleton,
  type SummaryError,
  setInputValue,
  TextField,
  useToast,
} from '@/components/ui';
import japanese from '@/i18n/japanese';
import { formatInstant } from '@/lib/format';
import { StepUpGivenUp, useStepUp } from '../accounts';
import { fieldText, GROUPS, type Group, groupOf, readField } from './values';

/** 期限の設定: what the municipality decides, beside what holds when nobody decides anything. */
export function SettingsPage() {
  const t = useTranslations('settings');
  const settings = useQuery(getSettingsOptions());
  return (
    <>
      <PageHeader title={t('title')} documentTitle={t('title')}>
        {t('lead')}
      </PageHeader>
      {settings.isPending && <Skeleton lines={8} />}
      {settings.isError && !settings.data && (
        <ProblemPanel error={settings.error} onRetry={() => void settings.refetch()} />
      )}
      {settings.data && (
        <div className="grid items-start gap-6 desk:grid-cols-[minmax(0,1fr)_22rem]">
          <SettingsForm key={etagOf('/settings')} settings={settings.data} />
          <History settings={settings.data} />
        </div>
      )}
    </>
  );
}

function useSettingName(): (key: string) => string {
  const t = useTranslations('settings');
  return (key) =>
    Object.hasOwn(japanese.settings.names, key)
      ? t(`names.${key as keyof typeof japanese.settings.names}`)
      : t('otherName');
}

function SettingsForm({ settings }: { settings: Settings }) {
  const t = useTranslations('settings');
  const { save, busy, errors, problem, stale, attempt, dialog } = useSave(settings);
  const may = settings.actions.includes('change');
  const errorOf = (key: string) => errors.find((e) => e.name === key)?.message;
  return (
    <form noValidate onSubmit={save} className="flex min-w-0 flex-col gap-6">
      {stale && <NoticeBanner tone="warning" live title={t('stale')} />}
      <ErrorSummary errors={errors} attempt={attempt} />
      {problem !== undefined && <ProblemPanel error={problem} />}
      {(Object.keys(GROUPS) as Group[]).map((group) => (
        <Card key={group} title={t(`groups.${group}`)}>
          <ul className="divide-y divide-solid-gray-200">
            {settings.items
              .filter((s) => groupOf(s.key) === group)
              .map((s) => (
                <SettingField key={s.key} setting={s} error={errorOf(s.key)} readOnly={!may} />
              ))}
          </ul>
        </Card>
      ))}
      {may ? (
        <div className="sticky bottom-0 -mx-1 bg-white/95 px-1 py-3" data-no-print>
          <Button type="submit" size="lg" icon={Save} busy={busy}>
            {busy ? t('saving') : t('save')}
          </Button>
        </div>
      ) : (
        <p className="text-solid-gray-700">{t('readOnly')}</p>
      )}
      {dialog}
    </form>
  );
}

function SettingField({ setting: s, error, readOnly }: { setting: Setting; error?: string; readOnly: boolean }) {
  const t = useTranslations('settings');
  const name = useSettingName();
  const box = useRef<HTMLLIElement>(null);
  const unit = t(`units.${s.unit}`);
  const normal = fieldText(s.default, s.unit);
  return (
    <li ref={box} className="flex flex-wrap items-end justify-between gap-x-6 gap-y-2 py-4 first:pt-0 last:pb-0">
      <div className="min-w-56 grow">
        <TextField
          id={s.key}
          name={s.key}
          label={name(s.key)}
          hint={s.unit === 'minutes_of_day' ? t('timeHint') : undefined}
          inputMode={s.unit === 'minutes_of_day' ? 'text' : 'numeric'}
          defaultValue={fieldText(s.value, s.unit)}
          suffix={unit || undefined}
          width={unit.length > 4 ? 'md' : 'sm'}
          readOnly={readOnly}
          error={error}
        />
      </div>
      <div className="flex flex-col items-end gap-1 text-[0.9375rem] text-solid-gray-700">
        <span>{t('default', { value: `${normal}${unit}` })}</span>
        {s.setAt && s.setBy && (
          <span>{t('changedBy', { name: s.setBy.name, date: formatInstant(s.setAt, 'date') })}</span>
        )}
        {!readOnly && s.value !== s.default && (
          <Button
            variant="text"
            size="sm"
            aria-label={t('toDefaultOf', { name: name(s.key) })}
            onClick={() => {
              const input = box.current?.querySelector('input');
              if (input) setInputValue(input, normal);
            }}
          >
            {t('toDefault')}
          </Button>
        )}
      </div>
    </li>
  );
}

function History({ settings }: { settings: Settings }) {
  const t = useTranslations('settings');
  const name = useSettingName();
  return (
    <Card title={t('history')}>
      {settings.history.length === 0 ? (
        <p className="text-solid-gray-700">{t('historyNone')}</p>
      ) : (
        <ol className="flex flex-col gap-3">
          {settings.history.map((k) => {
            const unit = t(`units.${k.unit}`);
            return (
              <li key={`${k.at} ${k.key}`}>
                <p>
                  {t('historyLine', {
                    name: name(k.key),
                    before: `${fieldText(k.before, k.unit)}${unit}`,
                    after: `${fieldText(k.after, k.unit)}${unit}`,
                  })}
                </p>
                <p className="text-[0.875rem] text-solid-gray-700">
                  {t('historyBy', { by: k.by.name, at: formatInstant(k.at) })}
                </p>
              </li>
            );
          })}
        </ol>
      )}
    </Card>
  );
}

/** Sends only what was changed; one fault stops all of it, so that the page and the rules never differ. */
function useSave(settings: Settings) {
  const t = useTranslations('settings');
  const queries = useQueryClient();
  const toast = useToast();
  const { run, dialog } = useStepUp();
  const [busy, setBusy] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const [errors, setErrors] = useState<readonly SummaryError[]>([]);
  const [problem, setProblem] = useState<unknown>();
  const [stale, setStale] = useState(false);
  const etag = useRef(etagOf('/settings') ?? '""');
  const send = async (values: { key: string; value: number }[]) => {
    setBusy(true);
    try {
      await run(() => changeSettings({ body: { values }, headers: { 'If-Match': etag.current }, throwOnError: true }));
      toast(t('saved'));
      await queries.invalidateQueries({ queryKey: getSettingsQueryKey() });
      await queries.invalidateQueries({ queryKey: getReferenceQueryKey() });
    } catch (error) {
      if (error instanceof StepUpGivenUp) return;
      const told = fieldErrors(error).map(({ name, message }) => ({
        name: values[Number(/^values\.(\d+)/.exec(name)?.[1] ?? -1)]?.key,
        message,
      }));
      if (isStale(error)) {
        setStale(true);
        await queries.invalidateQueries({ queryKey: getSettingsQueryKey() });
      } else if (told.length > 0) setErrors(told);
      else setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const form = new FormData(event.currentTarget);
    const faults: SummaryError[] = [];
    const values: { key: string; value: number }[] = [];
    for (const s of settings.items) {
      const value = readField(String(form.get(s.key) ?? ''), s);
      if (value === undefined) {
        const wrong =
          s.unit === 'minutes_of_day' ? t('wrongTime') : t('wrongNumber', { min: s.minimum, max: s.maximum });
        faults.push({ name: s.key, message: wrong });
      } else if (value !== s.value) values.push({ key: s.key, value });
    }
    setAttempt((n) => n + 1);
    setErrors(faults);
    setProblem(undefined);
    setStale(false);
    if (faults.length > 0) return;
    if (values.length === 0) toast(t('unchanged'));
    else void send(values);
  };
  return { save, busy, errors, problem, stale, attempt, dialog };
}

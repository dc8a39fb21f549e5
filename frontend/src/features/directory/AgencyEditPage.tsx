import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { Plus, Save, Trash2 } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { fieldErrors, isStale } from '@/api/client';
import { etagOf } from '@/api/etags';
import { type Agency, type AgencyInput, type Service, updateAgency } from '@/api/generated';
import { getAgencyOptions } from '@/api/generated/@tanstack/react-query.gen';
import {
  BackLink,
  Button,
  Card,
  CheckboxGroup,
  ErrorSummary,
  NoticeBanner,
  PageHeader,
  ProblemPanel,
  Select,
  Skeleton,
  type SummaryError,
  Textarea,
  TextField,
  useToast,
} from '@/components/ui';
import { narrowAscii, tidyKana } from '@/lib/kana';
import { type DirectoryLabels, useDirectoryLabels } from './labels';
import { refreshDirectory } from './refresh';

export interface AgencyEditPageProps {
  agencyId: string;
  /** The city says what agencies are called and of what kind they are. */
  city: boolean;
}

/** An entry of 相談機関一覧, as its agency or the city keeps it true. */
export function AgencyEditPage({ agencyId, city }: AgencyEditPageProps) {
  const t = useTranslations('directory.edit');
  const labels = useDirectoryLabels();
  const { data: agency, error, isPending, refetch } = useQuery(getAgencyOptions({ path: { agencyId } }));
  const back = (
    <BackLink to="/agencies/$agencyId" params={{ agencyId }}>
      {t('back', { name: agency?.name ?? '' })}
    </BackLink>
  );
  if (isPending || !labels.reference) return <Skeleton lines={8} className="max-w-3xl py-4" />;
  return (
    <>
      <PageHeader title={t('title')} documentTitle={t('title')} eyebrow={agency && back}>
        {t('lead')}
      </PageHeader>
      {!agency && <ProblemPanel error={error} onRetry={() => void refetch()} />}
      {agency && !agency.actions.includes('update') && <NoticeBanner tone="warning" title={t('cannot')} />}
      {agency?.actions.includes('update') && <EntryForm key={agency.id} agency={agency} city={city} labels={labels} />}
    </>
  );
}

interface Row {
  readonly key: string;
  readonly service: Partial<Service>;
}

function EntryForm({ agency, city, labels }: { agency: Agency; city: boolean; labels: DirectoryLabels }) {
  const t = useTranslations('directory.edit');
  // What others change meanwhile must not change under the typing hand: the form keeps what it began with.
  const [first] = useState(agency);
  const [rows, setRows] = useState<readonly Row[]>(() => first.services.map((s) => ({ key: s.id, service: s })));
  const { save, busy, errors, problem, stale, attempt } = useSave(first, rows);
  const errorOf = (name: string) => errors.find((e) => e.name === name)?.message;
  return (
    <form noValidate onSubmit={save} className="flex max-w-4xl flex-col gap-6">
      {stale && (
        <NoticeBanner
          tone="warning"
          live
          title={t('stale')}
          actions={
            <a
              className="text-key-1000 underline underline-offset-[0.1875rem]"
              href={`/agencies/${first.id}`}
              target="_blank"
              rel="noreferrer"
            >
              {t('seeNewest')}
            </a>
          }
        />
      )}
      <ErrorSummary errors={errors} attempt={attempt} />
      {problem !== undefined && <ProblemPanel error={problem} />}
      <Basics agency={first} city={city} labels={labels} errorOf={errorOf} />
      <h2 className="text-std-24B-150">{t('services')}</h2>
      {rows.map((row, i) => (
        <ServiceCard
          key={row.key}
          row={row}
          at={i}
          labels={labels}
          errorOf={errorOf}
          onRemove={
            rows.length > 1 ? () => setRows((before) => before.filter((other) => other.key !== row.key)) : undefined
          }
        />
      ))}
      <Button
        variant="outline"
        icon={Plus}
        className="self-start"
        onClick={() => setRows((before) => [...before, { key: crypto.randomUUID(), service: {} }])}
      >
        {t('add')}
      </Button>
      <div className="sticky bottom-0 -mx-1 bg-white/95 px-1 py-3" data-no-print>
        <Button type="submit" size="lg" icon={Save} busy={busy}>
          {t('save')}
        </Button>
      </div>
    </form>
  );
}

type ErrorOf = (name: string) => string | undefined;

function Basics({
  agency,
  city,
  labels,
  errorOf,
}: {
  agency: Agency;
  city: boolean;
  labels: DirectoryLabels;
  errorOf: ErrorOf;
}) {
  const t = useTranslations('directory.edit');
  const line = (name: 'phone' | 'fax' | 'email') => (
    <TextField
      id={name}
      name={name}
      label={t(name)}
      optional
      tidy={narrowAscii}
      defaultValue={agency[name]}
      error={errorOf(name)}
    />
  );
  return (
    <Card title={t('basics')}>
      <div className="flex flex-col gap-5">
        <TextField
          id="name"
          name="name"
          label={t('name')}
          hint={city ? undefined : t('cityOnly')}
          readOnly={!city}
          defaultValue={agency.name}
          error={errorOf('name')}
        />
        <div className="grid gap-5 sm:grid-cols-2">
          <TextField
            id="kana"
            name="kana"
            label={t('kana')}
            readOnly={!city}
            tidy={tidyKana}
            defaultValue={agency.kana}
            error={errorOf('kana')}
          />
          {city ? (
            <Select
              id="kind"
              name="kind"
              label={t('kind')}
              width="full"
              options={(labels.reference?.agencyKinds ?? []).map((k) => ({ value: k.code, label: k.label }))}
              defaultValue={agency.kind}
              error={errorOf('kind')}
            />
          ) : (
            <div>
              <TextField id="kind-shown" label={t('kind')} readOnly defaultValue={labels.kind(agency.kind)} />
              <input type="hidden" name="kind" value={agency.kind} />
            </div>
          )}
        </div>
        <div className="grid gap-5 sm:grid-cols-2">
          {line('phone')}
          {line('fax')}
        </div>
        {line('email')}
        <TextField
          id="address"
          name="address"
          label={t('address')}
          optional
          defaultValue={agency.address}
          error={errorOf('address')}
        />
        <TextField
          id="hours"
          name="hours"
          label={t('hours')}
          optional
          defaultValue={agency.hours}
          error={errorOf('hours')}
        />
        <Textarea
          id="accepts"
          name="accepts"
          label={t('accepts')}
          hint={t('acceptsHint')}
          optional
          limit={2000}
          defaultValue={agency.accepts}
          error={errorOf('accepts')}
        />
      </div>
    </Card>
  );
}

function ServiceCard({
  row,
  at,
  labels,
  errorOf,
  onRemove,
}: {
  row: Row;
  at: number;
  labels: DirectoryLabels;
  errorOf: ErrorOf;
  onRemove: (() => void) | undefined;
}) {
  const t = useTranslations('directory.edit');
  const s = row.service;
  const name = (part: string) => `services.${row.key}.${part}`;
  const error = (part: string) => errorOf(name(part));
  const ref = labels.reference;
  const codes = (list: readonly { code: string; label: string }[] = []) =>
    list.map((c) => ({ value: c.code, label: c.label }));
  return (
    <Card
      level={3}
      title={t('service', { n: at + 1 })}
      actions={
        onRemove && (
          <Button
            variant="danger-outline"
            size="sm"
            icon={Trash2}
            aria-label={t('removeOf', { name: s.name || t('service', { n: at + 1 }) })}
            onClick={onRemove}
          >
            {t('remove')}
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-5">
        <TextField
          id={name('name')}
          name={name('name')}
          label={t('serviceName')}
          required
          defaultValue={s.name}
          error={error('name')}
        />
        <CheckboxGroup
          label={t('fields')}
          required
          name={name('fields')}
          columns={3}
          options={codes(ref?.fields)}
          defaultValue={s.fields}
          error={error('fields')}
        />
        <CheckboxGroup
          label={t('issues')}
          name={name('issueTypes')}
          columns={3}
          options={codes(ref?.issueTypes)}
          defaultValue={s.issueTypes}
          error={error('issueTypes')}
        />
        <CheckboxGroup
          label={t('wards')}
          hint={t('wardsHint')}
          name={name('wards')}
          columns={3}
          options={codes(ref?.wards)}
          defaultValue={s.wards}
          error={error('wards')}
        />
        <details open={(s.districts?.length ?? 0) > 0}>
          <summary className="min-h-11 w-fit cursor-pointer py-2 font-bold text-key-1000">
            {t('districtsChosen')}
          </summary>
          <CheckboxGroup
            label={t('districts')}
            hint={t('districtsHint')}
            name={name('districts')}
            columns={3}
            options={(ref?.districts ?? []).map((d) => ({ value: d.name, label: d.name }))}
            defaultValue={s.districts}
            error={error('districts')}
          />
        </details>
        <TextField
          id={name('hours')}
          name={name('hours')}
          label={t('serviceHours')}
          optional
          defaultValue={s.hours}
          error={error('hours')}
        />
        <Textarea
          id={name('description')}
          name={name('description')}
          label={t('description')}
          optional
          rows={2}
          limit={2000}
          defaultValue={s.description}
          error={error('description')}
        />
      </div>
    </Card>
  );
}

/** What the form says now. */
function entryOf(form: FormData, first: Agency, rows: readonly Row[]): AgencyInput {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const some = (name: string) => text(name) || undefined;
  const list = (name: string) => form.getAll(name).map(String);
  const known = new Set(first.services.map((s) => s.id));
  return {
    name: text('name'),
    kana: text('kana'),
    kind: text('kind'),
    phone: some('phone'),
    fax: some('fax'),
    email: some('email'),
    address: some('address'),
    hours: some('hours'),
    accepts: some('accepts'),
    services: rows.map(({ key }) => ({
      id: known.has(key) ? key : undefined,
      name: text(`services.${key}.name`),
      fields: list(`services.${key}.fields`),
      wards: list(`services.${key}.wards`),
      districts: list(`services.${key}.districts`),
      issueTypes: list(`services.${key}.issueTypes`),
      hours: some(`services.${key}.hours`),
      description: some(`services.${key}.description`),
    })),
  };
}

function useSave(first: Agency, rows: readonly Row[]) {
  const t = useTranslations('directory.edit');
  const queries = useQueryClient();
  const router = useRouter();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const [errors, setErrors] = useState<readonly SummaryError[]>([]);
  const [problem, setProblem] = useState<unknown>();
  const [stale, setStale] = useState(false);
  const path = `/agencies/${first.id}`;
  const etag = useRef(etagOf(path) ?? '""');
  const send = async (body: AgencyInput) => {
    setBusy(true);
    try {
      await updateAgency({
        path: { agencyId: first.id },
        body,
        headers: { 'If-Match': etag.current },
        throwOnError: true,
      });
      await refreshDirectory(queries);
      toast(t('saved'));
      await router.navigate({ to: '/agencies/$agencyId', params: { agencyId: first.id } });
    } catch (error) {
      if (isStale(error)) {
        setStale(true);
        await refreshDirectory(queries);
        etag.current = etagOf(path) ?? etag.current;
      } else {
        const told = fieldErrors(error, (name) =>
          name.replace(/^services\.(\d+)/, (all, i) => (rows[Number(i)] ? `services.${rows[Number(i)]?.key}` : all)),
        );
        setErrors(told);
        if (told.length === 0) setProblem(error);
      }
    } finally {
      setBusy(false);
    }
  };
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const body = entryOf(new FormData(event.currentTarget), first, rows);
    const faults: SummaryError[] = rows.flatMap(({ key }, i) => {
      const s = body.services[i];
      return [
        ...(s?.name ? [] : [{ name: `services.${key}.name`, message: t('missingName') }]),
        ...(s?.fields.length ? [] : [{ name: `services.${key}.fields`, message: t('missingFields') }]),
      ];
    });
    setAttempt((n) => n + 1);
    setErrors(faults);
    setProblem(undefined);
    setStale(false);
    if (faults.length === 0) void send(body);
  };
  return { save, busy, errors, problem, stale, attempt };
}

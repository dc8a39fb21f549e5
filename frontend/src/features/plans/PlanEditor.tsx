import { useBlocker } from '@tanstack/react-router';
import { Handshake, PackageX } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { AgencyRef, Plan, PlanContent } from '@/api/generated';
import {
  BackLink,
  Button,
  Card,
  DateField,
  Disclosure,
  ErrorSummary,
  NoticeBanner,
  PageHeader,
  ProblemPanel,
  SaveState,
  Select,
  Textarea,
} from '@/components/ui';
import { stopEnterSubmit, useKeyActions } from '@/lib/keyboard';
import { MissingResourceDialog } from './MissingResourceDialog';
import { AgreeDialog } from './PlanDialogs';
import { GoalRows, RoleRows, SupportRows } from './PlanRows';
import { WHEELS } from './usePlan';
import { usePlanDraft } from './usePlanDraft';

const TEXT_LIMIT = 2000;

/** What the rows of the editor need of it. */
export interface Editing {
  plan: Plan;
  content: PlanContent;
  change: (next: (now: PlanContent) => PlanContent) => void;
  faults: Readonly<Record<string, string>>;
  /** Grows when somebody else's words came in: the fields begin anew from them. */
  revision: number;
  agencies: readonly AgencyRef[];
  onAgency: (agency: AgencyRef) => void;
}

/** 支援プランの作成, in the order of the statute, the person's own words first. Saved while it is typed. */
export function PlanEditor({ plan, onAgreed }: { plan: Plan; onAgreed: () => void }) {
  const t = useTranslations('plans.editor');
  const draft = usePlanDraft(plan);
  const [agreeing, setAgreeing] = useState(false);
  const [missing, setMissing] = useState(false);
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({});
  const [attempt, setAttempt] = useState(0);
  const [agencies, setAgencies] = useState<readonly AgencyRef[]>(plan.agencies);
  const agree = async () => {
    if (await draft.save()) setAgreeing(true);
  };
  useKeyActions([
    { id: 'plan-save', keys: 'mod+s', label: t('keySave'), run: () => void draft.save() },
    {
      id: 'plan-agree',
      keys: 'mod+enter',
      label: t('keyAgree'),
      enabled: !agreeing && !missing,
      run: () => void agree(),
    },
  ]);
  useBlocker({
    enableBeforeUnload: () => draft.status === 'unsaved' || draft.status === 'failed' || draft.status === 'offline',
    shouldBlockFn: async () => !(await draft.save()) && !window.confirm(t('leaveUnsaved')),
  });
  const edit: Editing = {
    plan,
    content: draft.content,
    change: draft.change,
    faults,
    revision: draft.revision,
    agencies,
    onAgency: (a) => setAgencies((all) => (all.some((x) => x.id === a.id) ? all : [...all, a])),
  };
  return (
    <>
      <PageHeader
        documentTitle={t('documentTitle', { number: plan.caseNumber })}
        eyebrow={
          <BackLink to="/cases/$caseId" params={{ caseId: plan.caseId }} search={{ tab: 'plan' }}>
            {t('toCase')}
          </BackLink>
        }
        title={t('title', { number: plan.number })}
        meta={
          <>
            <span className="font-bold tabular-nums">{plan.caseNumber}</span>
            <span>{plan.subjectName}</span>
            <SaveState status={draft.status} savedAt={draft.savedAt} />
          </>
        }
        actions={
          <>
            <Button icon={Handshake} onClick={() => void agree()}>
              {t('agree')}
            </Button>
            <Button variant="outline" icon={PackageX} onClick={() => setMissing(true)}>
              {t('missing')}
            </Button>
          </>
        }
      >
        {t('lead')}
      </PageHeader>
      <form
        noValidate
        className="flex max-w-4xl flex-col gap-6"
        onSubmit={(e) => e.preventDefault()}
        onKeyDown={stopEnterSubmit}
        onBlur={() => draft.status === 'unsaved' && void draft.save()}
      >
        {draft.problem && <ProblemPanel error={draft.problem} onRetry={() => void draft.save()} />}
        {draft.theirs && <Theirs content={draft.theirs} />}
        {Object.keys(faults).length > 0 && (
          <ErrorSummary
            attempt={attempt}
            errors={Object.entries(faults).map(([name, message]) => ({ name, message }))}
          />
        )}
        <FirstPart edit={edit} />
        {WHEELS.map((wheel) => (
          <GoalRows key={wheel} wheel={wheel} edit={edit} />
        ))}
        <Card title={t('part.supports')}>
          <SupportRows edit={edit} />
          <Words edit={edit} field="cautions" optional />
        </Card>
        <Card title={t('part.roles')}>
          <RoleRows edit={edit} />
        </Card>
        <LastPart edit={edit} />
      </form>
      {agreeing && (
        <AgreeDialog
          plan={plan}
          etag={draft.etag}
          onClose={() => setAgreeing(false)}
          onAgreed={onAgreed}
          onIncomplete={(found) => {
            setAgreeing(false);
            setFaults(found);
            setAttempt((n) => n + 1);
          }}
        />
      )}
      {missing && <MissingResourceDialog caseId={plan.caseId} onClose={() => setMissing(false)} />}
    </>
  );
}

function FirstPart({ edit }: { edit: Editing }) {
  const t = useTranslations('plans.editor');
  return (
    <Card title={t('part.wish')}>
      <div className="flex flex-col gap-5">
        <Words edit={edit} field="wish" rows={3} />
        <Words edit={edit} field="issues" rows={3} />
      </div>
    </Card>
  );
}

type WordField = 'wish' | 'issues' | 'wheelNote' | 'cautions' | 'coordination';

export function Words({
  edit,
  field,
  rows = 2,
  optional,
}: {
  edit: Editing;
  field: WordField;
  rows?: number;
  optional?: boolean;
}) {
  const f = useTranslations('plans.field');
  const hints = useTranslations('plans.hint');
  return (
    <Textarea
      key={edit.revision}
      id={`content.${field}`}
      label={f(field)}
      hint={hints(field)}
      optional={optional}
      rows={rows}
      limit={TEXT_LIMIT}
      defaultValue={edit.content[field] ?? ''}
      error={edit.faults[`content.${field}`]}
      onChange={(e) => {
        const value = e.currentTarget.value;
        edit.change((now) => ({ ...now, [field]: value }));
      }}
    />
  );
}

function LastPart({ edit }: { edit: Editing }) {
  const t = useTranslations('plans.editor');
  const f = useTranslations('plans.field');
  const hints = useTranslations('plans.hint');
  return (
    <Card title={t('part.coordination')}>
      <div className="flex flex-col gap-5">
        <Words edit={edit} field="coordination" rows={3} />
        <div className="flex flex-wrap gap-x-8">
          <DateField
            key={edit.revision}
            id="content.reviewOn"
            label={f('reviewOn')}
            required
            defaultValue={edit.content.reviewOn}
            error={edit.faults['content.reviewOn']}
            onDateChange={(v) => edit.change((now) => ({ ...now, reviewOn: v.date }))}
          />
          <Select
            label={f('monitorEvery')}
            hint={hints('monitorEvery')}
            defaultValue={String(edit.content.monitorEvery || 3)}
            options={[1, 2, 3].map((n) => ({ value: String(n), label: t('months', { count: n }) }))}
            onChange={(e) => {
              const monitorEvery = Number(e.currentTarget.value);
              edit.change((now) => ({ ...now, monitorEvery }));
            }}
          />
        </div>
      </div>
    </Card>
  );
}

/** Somebody else wrote in the same place: my words stay, theirs are shown so that nothing is lost. */
function Theirs({ content }: { content: PlanContent }) {
  const t = useTranslations('plans.editor');
  const f = useTranslations('plans.field');
  const fields = ['wish', 'issues', 'cautions', 'coordination'] as const;
  return (
    <NoticeBanner tone="warning" live title={t('theirsTitle')}>
      <p>{t('theirsWhy')}</p>
      <Disclosure summary={t('theirs')}>
        <dl className="flex flex-col gap-2">
          {fields.map((field) => (
            <div key={field}>
              <dt className="font-bold">{f(field)}</dt>
              <dd className="whitespace-pre-wrap">{content[field]}</dd>
            </div>
          ))}
          {[...(content.goals ?? []), ...(content.supports ?? []), ...(content.roles ?? [])].map((row) => (
            <div key={row.id}>
              <dd className="whitespace-pre-wrap">{row.text}</dd>
            </div>
          ))}
        </dl>
      </Disclosure>
    </NoticeBanner>
  );
}

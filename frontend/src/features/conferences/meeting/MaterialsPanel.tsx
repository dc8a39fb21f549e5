import { FileText, Save } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type ConsentGap, type ConsentGapInput, type Meeting, prepareConference } from '@/api/generated';
import {
  Button,
  Card,
  Checkbox,
  Chip,
  ErrorSummary,
  LinkButton,
  NoticeBanner,
  ProblemPanel,
  Select,
  Textarea,
  TextField,
  useToast,
} from '@/components/ui';
import { ConsentBadge } from '../../consents';
import { FilesPanel } from '../../files';
import { faulty, ready, textOf, useVerb } from '../../handoffs/useVerb';
import { useReference } from '../../sheets/reference';
import { Members } from './Members';
import { may, useMeetingRefresh } from './useMeeting';

/** 資料: what the members see, under which conditions, and who has pledged. */
export function MaterialsPanel({ meeting, caseId }: { meeting: Meeting; caseId?: string }) {
  const t = useTranslations('meetings.materials');
  const { conferenceId } = meeting;
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-solid-gray-700">{t('lead')}</p>
        <LinkButton to="/conferences/$conferenceId/package" params={{ conferenceId }} icon={FileText} variant="outline">
          {t('open')}
        </LinkButton>
      </div>
      {may(meeting, 'prepare') ? (
        <Prepare key={JSON.stringify([meeting.materials, meeting.consentGaps])} meeting={meeting} />
      ) : (
        <Shared meeting={meeting} />
      )}
      {caseId && may(meeting, 'prepare') && <FilesPanel caseId={caseId} conferenceId={conferenceId} />}
      <Members meeting={meeting} />
    </div>
  );
}

function Shared({ meeting }: { meeting: Meeting }) {
  const t = useTranslations('meetings.materials');
  const m = meeting.materials;
  if (!m) return null;
  return (
    <Card title={t('shared')}>
      <ul className="list-disc pl-6">
        {m.sheet && <li>{t('sheetVersion', { number: m.sheetVersion ?? m.currentSheetVersion })}</li>}
        {m.notes && <li>{t('notes')}</li>}
        <li>{t('agenda')}</li>
      </ul>
      <p className="mt-3 whitespace-pre-wrap">{t('conditionsAre', { text: m.conditions })}</p>
    </Card>
  );
}

function Prepare({ meeting }: { meeting: Meeting }) {
  const t = useTranslations('meetings.materials');
  const toast = useToast();
  const refresh = useMeetingRefresh();
  const m = meeting.materials;
  const path = { conferenceId: meeting.conferenceId };
  const verb = useVerb({
    read: (form) => {
      const consents = meeting.consentGaps.map((g) => settlementOf(form, g)).filter((x) => x !== undefined);
      const version = Number(form.get('sheetVersion'));
      const faults: Record<string, string> = {};
      if (textOf(form, 'conditions') === '') faults.conditions = t('conditionsMissing');
      if (Object.keys(faults).length > 0) return faulty(faults);
      return ready({
        materials: {
          sheet: form.get('sheet') === 'on',
          notes: form.get('notes') === 'on',
          conditions: textOf(form, 'conditions'),
          ...(version > 0 ? { sheetVersion: version } : {}),
        },
        consents,
      });
    },
    send: async (body, headers) =>
      (await prepareConference({ path, body, headers: { ...headers, 'If-Match': meeting.etag }, throwOnError: true }))
        .data,
    done: (answer) => {
      toast(t('saved'));
      void refresh(answer);
    },
    conflict: () => refresh(),
    rename: (name) =>
      name
        .replace(/^materials\./, '')
        .replace(/^consents\.(\d+)\.(ground|note|dropped)$/, (_, n, what) => `${what}-${n}`),
  });
  const versions = Array.from({ length: m?.currentSheetVersion ?? 1 }, (_, i) => String(i + 1)).reverse();
  return (
    <Card title={t('title')}>
      <form {...verb.form} className="flex flex-col gap-5">
        {verb.problem && <ProblemPanel error={verb.problem} level={3} />}
        {Object.keys(verb.faults).length > 0 && (
          <ErrorSummary
            attempt={verb.attempt}
            errors={Object.entries(verb.faults).map(([name, message]) => ({ name: name || undefined, message }))}
          />
        )}
        <div className="grid gap-4 sm:grid-cols-2">
          <div>
            <Checkbox
              name="sheet"
              id="sheet"
              label={t('sheet')}
              hint={t('sheetHint')}
              defaultChecked={m?.sheet ?? true}
            />
            <Select
              name="sheetVersion"
              id="sheetVersion"
              label={t('version')}
              width="sm"
              empty={t('newest')}
              defaultValue={m?.sheetVersion ? String(m.sheetVersion) : ''}
              options={versions.map((v) => ({ value: v, label: t('versionOf', { number: Number(v) }) }))}
              error={verb.faults.sheetVersion}
            />
          </div>
          <Checkbox
            name="notes"
            id="notes"
            label={t('notes')}
            hint={t('notesHint')}
            defaultChecked={m?.notes ?? false}
          />
        </div>
        <Textarea
          name="conditions"
          id="conditions"
          label={t('conditions')}
          hint={t('conditionsHint')}
          rows={2}
          limit={2000}
          required
          defaultValue={m?.conditions ?? ''}
          error={verb.faults.conditions}
        />
        {meeting.consentGaps.length > 0 && <Gaps gaps={meeting.consentGaps} faults={verb.faults} />}
        <div>
          <Button type="submit" icon={Save} busy={verb.busy}>
            {t('save')}
          </Button>
        </div>
      </form>
    </Card>
  );
}

/** What was chosen for a person; nothing chosen yet is left open. */
function settlementOf(form: FormData, gap: ConsentGap): ConsentGapInput | undefined {
  const how = textOf(form, `ground-${gap.person.id}`);
  if (how === '') return undefined;
  const note = textOf(form, `note-${gap.person.id}`);
  if (how === 'drop') return { personId: gap.person.id, dropped: true };
  return { personId: gap.person.id, ground: how, ...(note ? { note } : {}) };
}

/** Who has not consented: another ground, or nothing of the person is shown. */
function Gaps({ gaps, faults }: { gaps: readonly ConsentGap[]; faults: Readonly<Record<string, string>> }) {
  const t = useTranslations('meetings.gaps');
  const reference = useReference();
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const grounds = (reference?.grounds ?? []).filter((g) => !g.needsConsent && !g.internal && !g.toPerson);
  const open = gaps.filter((g) => !g.settled).length;
  return (
    <NoticeBanner
      tone={open > 0 ? 'warning' : 'info'}
      level={3}
      title={open > 0 ? t('title', { count: open }) : t('settledTitle')}
    >
      <p className="mb-3">{t('lead')}</p>
      <ul className="flex flex-col gap-4">
        {gaps.map((g, n) => {
          const { id, name, relation, subject } = g.person;
          const how = chosen[id] ?? (g.dropped ? 'drop' : (g.ground?.code ?? ''));
          return (
            <li key={id} className="rounded-8 border border-solid-gray-300 p-4" aria-label={name}>
              <p className="mb-2 flex flex-wrap items-center gap-2 font-bold">
                {name}
                <Chip>{subject ? t('subject') : relation}</Chip>
                <ConsentBadge state={g.state} />
              </p>
              <div className="grid gap-3 sm:grid-cols-2">
                <Select
                  name={`ground-${id}`}
                  id={`ground-${n}`}
                  label={t('how')}
                  required
                  width="full"
                  empty={t('choose')}
                  defaultValue={how}
                  onChange={(e) => setChosen({ ...chosen, [id]: e.currentTarget.value })}
                  options={[
                    ...(subject ? [] : [{ value: 'drop', label: t('drop') }]),
                    ...grounds.map((x) => ({ value: x.code, label: t('byGround', { ground: x.label }) })),
                  ]}
                  error={faults[`ground-${n}`] ?? faults[`dropped-${n}`]}
                />
                {how !== '' && how !== 'drop' && (
                  <TextField
                    name={`note-${id}`}
                    id={`note-${n}`}
                    label={t('note')}
                    defaultValue={g.note ?? ''}
                    error={faults[`note-${n}`]}
                  />
                )}
              </div>
            </li>
          );
        })}
      </ul>
    </NoticeBanner>
  );
}

import { useQueryClient } from '@tanstack/react-query';
import { Printer, Trash2 } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { SheetContent } from '@/api/generated';
import { Button, LinkButton, PageHeader, SaveState, useToast } from '@/components/ui';
import { useKeyActions } from '@/lib/keyboard';
import { DiscardDialog } from './filing/DiscardDialog';
import { FileDialog } from './filing/FileDialog';
import { FiledDialog } from './filing/FiledDialog';
import { Faults, FileButton } from './filing/FilingParts';
import { type Filing, useFiling } from './filing/useFiling';
import { Guide } from './form/Guide';
import { SheetFields } from './form/SheetFields';
import { useProgress } from './form/useMissing';
import { useWide } from './form/useWide';
import type { MatchChoice } from './matches/choice';
import { MatchPanel } from './matches/MatchPanel';
import { useMatches } from './matches/useMatches';
import { contentOf } from './model/content';
import { faultsByName } from './model/pointers';
import { ConflictDialog } from './saving/ConflictDialog';
import { LeaveGuard } from './saving/LeaveGuard';
import { SaveTrouble } from './saving/SaveTrouble';
import type { Stored } from './saving/saver';
import { type Draft, useDraft } from './saving/useDraft';

interface Props {
  /** Absent for a new sheet. */
  stored: Stored | undefined;
  fresh: SheetContent;
  onCreated?: (id: string) => void;
}

/** One draft under work: the form, its saving, who is likely the same, and filing. */
export function DraftEditor({ stored, fresh, onCreated }: Props) {
  const t = useTranslations('sheets.edit');
  const draft = useDraft(stored, fresh);
  const { form, saver, state, events } = draft;
  const progress = useProgress(form);
  const filing = useFiling(draft);
  const [discarding, setDiscarding] = useState(false);
  const sheet = state.sheet;
  const matches = useMatches(sheet?.id, sheet?.content);
  const [choice, setChoice] = useState<MatchChoice>({});
  const wide = useWide();
  const faults = useMemo(
    () => faultsByName(filing.invalid ?? state.problem, contentOf(form.getValues()), form.getValues()),
    [filing.invalid, state.problem, form],
  );
  useCreated(sheet?.id, stored === undefined ? onCreated : undefined);
  useMergedIn(state.mergedIn);
  useFreshLists();
  useDraftKeys(draft, filing);
  const panel = { matches, content: sheet?.content ?? {}, choice, onChoose: setChoice };
  return (
    <>
      <PageHeader
        title={t('title')}
        documentTitle={t('title')}
        eyebrow={sheet?.agency.name}
        actions={sheet && <DraftActions sheetId={sheet.id} onDiscard={() => setDiscarding(true)} />}
      />
      <SheetFields
        form={form}
        faults={faults}
        events={events}
        aside={
          <Guide progress={progress} status={<SaveState status={state.status} savedAt={state.savedAt} />}>
            <SaveTrouble state={state} onRetry={() => void saver.flush()} />
            {!filing.open && <MatchPanel {...panel} folded={!wide} />}
          </Guide>
        }
        before={<Faults filing={filing} draft={draft} />}
        after={<FileButton filing={filing} count={progress.missing.length} />}
      />
      {filing.open && sheet && saver.etag && (
        <FileDialog
          sheetId={sheet.id}
          etag={saver.etag}
          {...panel}
          onFiled={filing.done}
          onInvalid={filing.refuse}
          onStale={filing.stale}
          onClose={filing.close}
        />
      )}
      {filing.filed && <FiledDialog sheet={filing.filed} />}
      <Conflicts draft={draft} />
      {discarding && sheet && (
        <DiscardDialog sheet={sheet} saver={saver} onClose={() => setDiscarding(false)} onDone={filing.leave} />
      )}
      <LeaveGuard saver={saver} off={filing.left} />
    </>
  );
}

function DraftActions({ sheetId, onDiscard }: { sheetId: string; onDiscard: () => void }) {
  const t = useTranslations('sheets.edit');
  return (
    <>
      <LinkButton to="/print/sheets/$sheetId" params={{ sheetId }} variant="outline" size="sm" icon={Printer}>
        {t('print')}
      </LinkButton>
      <Button variant="danger-outline" size="sm" icon={Trash2} onClick={onDiscard}>
        {t('discard')}
      </Button>
    </>
  );
}

function Conflicts({ draft: { saver, state, form } }: { draft: Draft }) {
  const [later, setLater] = useState(0);
  const t = useTranslations('sheets.conflict');
  if (state.conflicts.length === 0) return null;
  const key = state.mergedIn + 1;
  if (later === key) {
    return (
      <div className="sticky bottom-4 z-30 mt-4">
        <Button variant="danger" onClick={() => setLater(0)}>
          {t('open')}
        </Button>
      </div>
    );
  }
  return (
    <ConflictDialog
      conflicts={state.conflicts}
      mine={contentOf(form.getValues())}
      onDecide={(decided) => void saver.resolve(decided)}
      onLater={() => setLater(key)}
    />
  );
}

function useDraftKeys({ saver }: Draft, filing: Filing): void {
  const t = useTranslations('sheets.edit');
  useKeyActions([
    { id: 'save', keys: 'mod+s', label: t('keySave'), run: () => void saver.flush() },
    { id: 'file', keys: 'mod+enter', label: t('keyFile'), enabled: !filing.open, run: () => void filing.start() },
  ]);
}

/** Tells the page that the sheet is on the server now, once. */
function useCreated(id: string | undefined, onCreated: ((id: string) => void) | undefined): void {
  const told = useRef(false);
  useEffect(() => {
    if (!id || told.current || !onCreated) return;
    told.current = true;
    onCreated(id);
  }, [id, onCreated]);
}

/** What was written here shows in the lists one comes back to. */
function useFreshLists(): void {
  const queries = useQueryClient();
  useEffect(
    () => () => {
      void queries.invalidateQueries({
        predicate: ({ queryKey: [key] }) => {
          const tags = typeof key === 'object' && key !== null && 'tags' in key ? key.tags : undefined;
          return Array.isArray(tags) && (tags.includes('sheet') || tags.includes('home'));
        },
      });
    },
    [queries],
  );
}

function useMergedIn(count: number): void {
  const toast = useToast();
  const t = useTranslations('sheets.edit');
  const said = useRef(0);
  useEffect(() => {
    if (count > said.current) toast(t('mergedIn'), 'info');
    said.current = count;
  }, [count, toast, t]);
}

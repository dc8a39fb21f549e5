import { Download, FileUp } from 'lucide-react';
import { type DragEvent, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { getBlankSheet } from '@/api/generated';
import { BackLink, Button, Card, NoticeBanner, PageHeader, ProblemPanel } from '@/components/ui';
import { cx } from '@/lib/cx';
import { saveBlob } from '@/lib/saveBlob';
import { FaultTable, type FoundFault } from './FaultTable';
import { FileTable } from './FileTable';
import { type FormFile, MOST_FILES, type Progress, useImports } from './useImports';

/** 用紙の取り込み: forms filled in without a connection become drafts, after a look at each of them. */
export function SheetImportPage() {
  const t = useTranslations('sheetImports');
  const { files, progress, tooMany, add, take, clear } = useImports();
  const faults = files.flatMap((f) => faultsOf(f, t('wholeFile')));
  return (
    <>
      <PageHeader title={t('title')} documentTitle={t('title')} eyebrow={<BackLink to="/sheets">{t('back')}</BackLink>}>
        {t('lead')}
      </PageHeader>
      <div className="flex max-w-5xl flex-col gap-6">
        <Paper />
        <Card title={t('step2')}>
          <DropPlace busy={progress !== undefined} onFiles={(given) => void add(given)} />
          {tooMany && (
            <NoticeBanner tone="warning" live level={3} title={t('tooMany', { most: MOST_FILES })}>
              {t('tooManyWhy')}
            </NoticeBanner>
          )}
          <Running progress={progress} files={files} />
        </Card>
        {files.length > 0 && (
          <Card title={t('step3')}>
            <FileTable files={files} />
            <TakeOver files={files} busy={progress} onTake={() => void take()} onClear={clear} />
          </Card>
        )}
        {!progress && faults.length > 0 && <FaultTable faults={faults} />}
      </div>
    </>
  );
}

function faultsOf(f: FormFile, wholeFile: string): FoundFault[] {
  if (f.error) return [{ file: f.file.name, cell: wholeFile, label: '', message: f.error }];
  return (f.result?.faults ?? []).map((x) => ({
    file: f.file.name,
    cell: x.cell ?? wholeFile,
    label: x.label ?? '',
    message: x.message,
  }));
}

function Paper() {
  const t = useTranslations('sheetImports');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const load = async () => {
    setBusy(true);
    setError(undefined);
    try {
      saveBlob((await getBlankSheet({ parseAs: 'blob', throwOnError: true })).data as Blob, t('blankFile'));
    } catch (failed) {
      setError(failed);
    }
    setBusy(false);
  };
  return (
    <Card title={t('step1')}>
      <div className="flex flex-wrap items-center justify-between gap-4">
        <p className="max-w-2xl">{t('step1Lead')}</p>
        <Button variant="outline" icon={Download} busy={busy} onClick={() => void load()}>
          {t('download')}
        </Button>
      </div>
      {error !== undefined && <ProblemPanel error={error} onRetry={() => void load()} level={3} />}
    </Card>
  );
}

function DropPlace({ busy, onFiles }: { busy: boolean; onFiles: (files: readonly File[]) => void }) {
  const t = useTranslations('sheetImports');
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (!busy) onFiles([...event.dataTransfer.files]);
  };
  return (
    <section
      aria-label={t('choose')}
      data-testid="form-drop"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={cx(
        'flex flex-col items-center gap-3 rounded-12 border-2 border-dashed p-6 text-center',
        over ? 'border-key-900 bg-key-50' : 'border-solid-gray-420 bg-solid-gray-50',
      )}
    >
      <FileUp aria-hidden size="2.5rem" strokeWidth={1.5} className="text-solid-gray-600" />
      <p>{t('drop')}</p>
      <input
        ref={input}
        type="file"
        multiple
        accept=".xlsx"
        aria-label={t('choose')}
        tabIndex={-1}
        className="visually-hidden"
        onChange={(event) => {
          const given = [...(event.currentTarget.files ?? [])];
          // The same file once more, corrected, must count as a choice again.
          event.currentTarget.value = '';
          if (given.length > 0) onFiles(given);
        }}
      />
      <Button busy={busy} onClick={() => input.current?.click()}>
        {t('choose')}
      </Button>
      <p className="text-[0.9375rem] text-solid-gray-700">{t('limits', { most: MOST_FILES })}</p>
    </section>
  );
}

/** How far it is, for eyes and for ears. */
function Running({ progress, files }: { progress: Progress | undefined; files: readonly FormFile[] }) {
  const t = useTranslations('sheetImports');
  const ready = files.filter((f) => f.result?.state === 'ready').length;
  const faulty = files.filter((f) => f.error || f.result?.state === 'faulty').length;
  const taken = files.filter((f) => f.result?.state === 'imported').length;
  const words = progress
    ? t(progress.what === 'check' ? 'checking' : 'taking', { done: progress.done + 1, all: progress.all })
    : files.length > 0
      ? t('summary', { ready, faulty, taken })
      : '';
  return (
    <div className="mt-4 flex flex-wrap items-center gap-4 empty:mt-0">
      {progress && (
        <progress className="h-2 w-60" max={progress.all} value={progress.done} aria-label={t('progress')} />
      )}
      <p role="status" className="font-bold" data-testid="import-status">
        {words}
      </p>
    </div>
  );
}

interface TakeOverProps {
  files: readonly FormFile[];
  busy: Progress | undefined;
  onTake: () => void;
  onClear: () => void;
}

function TakeOver({ files, busy, onTake, onClear }: TakeOverProps) {
  const t = useTranslations('sheetImports');
  const ready = files.filter((f) => f.result?.state === 'ready').length;
  const taken = files.filter((f) => f.result?.state === 'imported').length;
  const done = useRef<HTMLDivElement>(null);
  const finished = !busy && taken > 0 && ready === 0;
  useEffect(() => {
    if (finished) done.current?.focus();
  }, [finished]);
  return (
    <div className="mt-5 flex flex-col gap-4">
      {finished && (
        <div ref={done} tabIndex={-1}>
          <NoticeBanner tone="success" level={3} title={t('doneTitle', { count: taken })}>
            {t('doneNext')}
          </NoticeBanner>
        </div>
      )}
      <div className="flex flex-wrap gap-3">
        {ready > 0 && (
          <Button busy={busy?.what === 'take'} aria-disabled={busy !== undefined} onClick={() => !busy && onTake()}>
            {t('take', { count: ready })}
          </Button>
        )}
        <Button variant="text" aria-disabled={busy !== undefined} onClick={() => !busy && onClear()}>
          {t('clear')}
        </Button>
      </div>
    </div>
  );
}

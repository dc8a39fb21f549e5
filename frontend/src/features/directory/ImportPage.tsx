import { useMutation, useQueryClient } from '@tanstack/react-query';
import { FileUp } from 'lucide-react';
import { type DragEvent, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type ImportResult, importAgencies } from '@/api/generated';
import { BackLink, Button, Card, LinkButton, NoticeBanner, PageHeader, ProblemPanel } from '@/components/ui';
import { cx } from '@/lib/cx';
import { ImportErrors } from './ImportErrors';
import { ImportGuide } from './ImportGuide';
import { type FileFault, readCsv } from './importFile';

interface Chosen {
  readonly name: string;
  readonly text: string;
}

/** Loading 相談機関一覧 from a file: first only checked, then loaded when nothing is wrong; all rows or none. */
export function ImportPage() {
  const t = useTranslations('directory.import');
  const queries = useQueryClient();
  const [file, setFile] = useState<Chosen>();
  const [fault, setFault] = useState<FileFault>();
  const send = async (text: string, dryRun: boolean) => (await importAgencies({ body: text, query: { dryRun } })).data;
  const check = useMutation({ mutationFn: (text: string) => send(text, true) });
  const load = useMutation({
    mutationFn: (text: string) => send(text, false),
    onSuccess: () => queries.invalidateQueries(),
  });
  const take = async (given: File) => {
    load.reset();
    check.reset();
    const read = await readCsv(given);
    setFault(read.ok ? undefined : read.fault);
    setFile(read.ok ? { name: given.name, text: read.text } : undefined);
    if (read.ok) check.mutate(read.text);
  };
  const busy = check.isPending || load.isPending;
  return (
    <>
      <PageHeader
        title={t('title')}
        documentTitle={t('title')}
        eyebrow={<BackLink to="/agencies">{t('back')}</BackLink>}
      >
        {t('lead')}
      </PageHeader>
      <div className="flex max-w-4xl flex-col gap-6">
        <DropPlace busy={busy} onFile={(f) => void take(f)} />
        <p role="status" className={busy ? 'font-bold' : 'visually-hidden'}>
          {check.isPending ? t('checking') : load.isPending ? t('loading') : ''}
        </p>
        {fault && (
          <NoticeBanner tone="error" live title={t('unreadable')}>
            {t(`fault.${fault}`)}
          </NoticeBanner>
        )}
        {check.error && <ProblemPanel error={check.error} onRetry={file ? () => check.mutate(file.text) : undefined} />}
        {load.error && <ProblemPanel error={load.error} onRetry={file ? () => load.mutate(file.text) : undefined} />}
        {load.data && load.data.errors.length === 0 ? (
          <Loaded result={load.data} />
        ) : (
          file &&
          check.data && (
            <Checked
              file={file}
              result={load.data ?? check.data}
              busy={load.isPending}
              onLoad={() => load.mutate(file.text)}
            />
          )
        )}
        <ImportGuide />
      </div>
    </>
  );
}

function DropPlace({ busy, onFile }: { busy: boolean; onFile: (file: File) => void }) {
  const t = useTranslations('directory.import');
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file && !busy) onFile(file);
  };
  return (
    <section
      aria-label={t('choose')}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={cx(
        'flex flex-col items-center gap-3 rounded-12 border-2 border-dashed p-8 text-center',
        over ? 'border-key-900 bg-key-50' : 'border-solid-gray-420 bg-solid-gray-50',
      )}
    >
      <FileUp aria-hidden size="2.5rem" strokeWidth={1.5} className="text-solid-gray-600" />
      <p>{t('drop')}</p>
      <input
        ref={input}
        type="file"
        accept=".csv,text/csv"
        aria-label={t('choose')}
        tabIndex={-1}
        className="visually-hidden"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          // The same file once more, corrected, must count as a choice again.
          event.currentTarget.value = '';
          if (file) onFile(file);
        }}
      />
      <Button busy={busy} onClick={() => input.current?.click()}>
        {t('choose')}
      </Button>
      <p className="text-[0.9375rem] text-solid-gray-700">{t('limits')}</p>
    </section>
  );
}

function Counts({ result }: { result: ImportResult }) {
  const t = useTranslations('directory.import');
  const counts = [
    { term: t('created'), value: result.created },
    { term: t('changed'), value: result.changed },
    { term: t('unchanged'), value: result.unchanged },
  ];
  return (
    <dl className="flex flex-wrap gap-x-10 gap-y-3">
      {counts.map((c) => (
        <div key={c.term}>
          <dt className="text-[0.9375rem] text-solid-gray-700">{c.term}</dt>
          <dd className="text-std-28B-150 tabular-nums">{t('agencies', { count: c.value })}</dd>
        </div>
      ))}
    </dl>
  );
}

interface CheckedProps {
  file: Chosen;
  result: ImportResult;
  busy: boolean;
  onLoad: () => void;
}

function Checked({ file, result, busy, onLoad }: CheckedProps) {
  const t = useTranslations('directory.import');
  const heading = useFocusWhenShown();
  const nothing = result.created + result.changed === 0;
  if (result.errors.length > 0) return <ImportErrors fileName={file.name} result={result} />;
  return (
    <Card>
      <h2 ref={heading} tabIndex={-1} className="mb-1 text-std-20B-150">
        {t(nothing ? 'sameTitle' : 'checkedTitle')}
      </h2>
      <p className="mb-4 text-solid-gray-700">{t('checkedRows', { name: file.name, rows: result.rows })}</p>
      <Counts result={result} />
      <div className="mt-5 flex flex-wrap items-center gap-4">
        {nothing ? (
          <LinkButton to="/agencies" variant="outline">
            {t('toList')}
          </LinkButton>
        ) : (
          <Button busy={busy} onClick={onLoad}>
            {t('load')}
          </Button>
        )}
        <p className="text-[0.9375rem] text-solid-gray-700">{t(nothing ? 'sameWhy' : 'loadWhy')}</p>
      </div>
    </Card>
  );
}

function Loaded({ result }: { result: ImportResult }) {
  const t = useTranslations('directory.import');
  return (
    <NoticeBanner
      tone="success"
      live
      title={t('loadedTitle')}
      actions={<LinkButton to="/agencies">{t('toList')}</LinkButton>}
    >
      <Counts result={result} />
    </NoticeBanner>
  );
}

/** What was asked for stands below the button that asked: focus goes there, so that it is read out. */
function useFocusWhenShown() {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return heading;
}

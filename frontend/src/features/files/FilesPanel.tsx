import { CircleAlert, FileUp, X } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { FileList } from '@/api/generated';
import { Button, Card, EmptyState, IconButton, NoticeBanner, ProblemPanel, Skeleton } from '@/components/ui';
import { cx } from '@/lib/cx';
import { FileRow } from './FileRow';
import { ACCEPT } from './upload';
import { useFiles } from './useFiles';
import { type Sending, useUploads } from './useUploads';

interface FilesPanelProps {
  caseId: string;
  /** Only what is attached to one conference; new files are attached to it. */
  conferenceId?: string;
  guarded?: boolean;
}

/** ファイル: what is kept with the case, and a place to drop more. */
export function FilesPanel({ caseId, conferenceId, guarded }: FilesPanelProps) {
  const t = useTranslations('files');
  const found = useFiles(caseId);
  return (
    <Card title={conferenceId ? t('attachedTo.conference') : t('title')} id="files">
      {found.data ? (
        <Loaded caseId={caseId} conferenceId={conferenceId} list={found.data} guarded={guarded} />
      ) : found.isPending ? (
        <Skeleton lines={4} />
      ) : (
        <ProblemPanel error={found.error} onRetry={() => void found.refetch()} level={3} />
      )}
    </Card>
  );
}

function Loaded({ caseId, conferenceId, list, guarded }: FilesPanelProps & { list: FileList }) {
  const t = useTranslations('files');
  const { sending, add, dismiss } = useUploads(
    conferenceId ? { caseId, attachedTo: 'conference', objectId: conferenceId } : { caseId },
  );
  const items = conferenceId ? list.items.filter((f) => f.objectId === conferenceId) : list.items;
  const may = list.actions.includes('attach');
  return (
    <div className="flex flex-col gap-4">
      {list.withheld > 0 && (
        <NoticeBanner tone="warning" level={3} title={t('withheld', { count: list.withheld })}>
          {t('withheldWhy')}
        </NoticeBanner>
      )}
      {may && <DropZone onFiles={(files) => void add(files)} />}
      <div aria-live="polite">
        {sending.length > 0 && (
          <ul className="flex flex-col gap-2">
            {sending.map((s) => (
              <SendingRow key={s.key} sending={s} onDismiss={() => dismiss(s.key)} />
            ))}
          </ul>
        )}
      </div>
      {items.length > 0 ? (
        <ul className="flex flex-col divide-y divide-solid-gray-200" aria-label={t('list')}>
          {items.map((file) => (
            <FileRow key={file.id} file={file} caseId={caseId} guarded={guarded} bare={conferenceId !== undefined} />
          ))}
        </ul>
      ) : (
        list.withheld === 0 && (
          <EmptyState title={t('none')}>
            {!may ? t('noneWhy') : conferenceId ? t('noneHowConference') : t('noneHow')}
          </EmptyState>
        )
      )}
    </div>
  );
}

/** Drag and drop for a mouse, a button for everybody. */
function DropZone({ onFiles }: { onFiles: (files: readonly File[]) => void }) {
  const t = useTranslations('files');
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is extra; the button inside does the same
    <div
      data-no-print
      data-testid="file-drop"
      onDragOver={(e) => {
        e.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(e) => {
        e.preventDefault();
        setOver(false);
        onFiles([...e.dataTransfer.files]);
      }}
      className={cx(
        'flex flex-wrap items-center justify-between gap-x-6 gap-y-3 rounded-12 border-2 border-dashed px-5 py-4',
        over ? 'border-blue-900 bg-blue-50' : 'border-solid-gray-420 bg-solid-gray-50',
      )}
    >
      <div>
        <p className="font-bold">{t('drop')}</p>
        <p id={`${id}-kinds`} className="text-[0.9375rem] text-solid-gray-700">
          {t('kinds')}
        </p>
      </div>
      <Button icon={FileUp} variant="outline" aria-describedby={`${id}-kinds`} onClick={() => input.current?.click()}>
        {t('choose')}
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={ACCEPT}
        aria-label={t('choose')}
        onChange={(e) => {
          onFiles([...(e.currentTarget.files ?? [])]);
          e.currentTarget.value = '';
        }}
      />
    </div>
  );
}

function SendingRow({ sending: s, onDismiss }: { sending: Sending; onDismiss: () => void }) {
  const t = useTranslations('files');
  const ui = useTranslations('ui');
  if (s.error) {
    return (
      <li className="flex items-start gap-3 rounded-8 border border-error-1 px-4 py-3" data-testid="file-error">
        <CircleAlert aria-hidden size="1.25rem" className="mt-1 shrink-0 text-error-2" />
        <div className="min-w-0 grow">
          <p className="break-all font-bold">{t('notTaken', { name: s.name })}</p>
          <p>{s.error}</p>
        </div>
        <IconButton icon={X} label={ui('close')} onClick={onDismiss} />
      </li>
    );
  }
  return (
    <li className="flex flex-wrap items-center gap-3 rounded-8 bg-solid-gray-50 px-4 py-3">
      <span className="min-w-0 grow break-all">{s.name}</span>
      <progress className="h-2 w-40" max={1} value={s.part} aria-label={t('progress', { name: s.name })} />
      <span className="w-28 text-right text-[0.9375rem] tabular-nums text-solid-gray-700">
        {s.part < 1 ? `${Math.floor(s.part * 100)}%` : t('checking')}
      </span>
    </li>
  );
}

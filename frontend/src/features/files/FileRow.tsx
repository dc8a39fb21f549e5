import { Download, Eye, FileImage, FileSpreadsheet, FileText, type LucideIcon, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { File as CaseFile } from '@/api/generated';
import { Button, Chip } from '@/components/ui';
import { longMoment } from '../cases/dates';
import { DownloadDialog } from './DownloadDialog';
import { PreviewDialog } from './PreviewDialog';
import { RemoveDialog } from './RemoveDialog';

const KINDS: Record<string, { icon: LucideIcon; key: 'pdf' | 'image' | 'excel' | 'word' }> = {
  'application/pdf': { icon: FileText, key: 'pdf' },
  'image/png': { icon: FileImage, key: 'image' },
  'image/jpeg': { icon: FileImage, key: 'image' },
  'image/webp': { icon: FileImage, key: 'image' },
  'image/heic': { icon: FileImage, key: 'image' },
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': { icon: FileSpreadsheet, key: 'excel' },
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': { icon: FileText, key: 'word' },
};

/** 1.2MB, 340KB. */
export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes}B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)}KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)}MB`;
}

export interface FileRowProps {
  file: CaseFile;
  caseId: string;
  /** 支援措置 holds for somebody of the household. */
  guarded?: boolean;
  /** Below a consent: no word about what it is attached to. */
  bare?: boolean;
}

export function FileRow({ file, caseId, guarded, bare }: FileRowProps) {
  const t = useTranslations('files');
  const [open, setOpen] = useState<'preview' | 'download' | 'remove'>();
  const close = () => setOpen(undefined);
  const kind = KINDS[file.type] ?? { icon: FileText, key: 'text' as const };
  const Icon = kind.icon;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-3" data-testid="file">
      <div className="flex min-w-0 items-start gap-3">
        <Icon aria-hidden size="1.375rem" className="mt-0.5 shrink-0 text-solid-gray-600" />
        <div className="min-w-0">
          <p className="flex flex-wrap items-center gap-2">
            <span className="break-all font-bold">{file.name}</span>
            {!bare && file.attachedTo !== 'case' && <Chip>{t(`attachedTo.${file.attachedTo}`)}</Chip>}
          </p>
          <p className="text-[0.875rem] text-solid-gray-700">
            {t('about', {
              kind: t(`kind.${kind.key}`),
              size: sizeText(file.size),
              at: longMoment(file.at),
              agency: file.agency.name,
              name: file.account.name,
            })}
            {file.scanned && t('scanned')}
          </p>
        </div>
      </div>
      <div className="flex flex-wrap gap-2" data-no-print>
        {file.preview && (
          <Button
            size="sm"
            variant="text"
            icon={Eye}
            aria-label={t('see', { name: file.name })}
            onClick={() => setOpen('preview')}
          >
            {t('preview')}
          </Button>
        )}
        <Button
          size="sm"
          variant="outline"
          icon={Download}
          aria-label={t('take', { name: file.name })}
          onClick={() => setOpen('download')}
        >
          {t('download')}
        </Button>
        {file.actions.includes('remove') && (
          <Button
            size="sm"
            variant="text"
            icon={Trash2}
            aria-label={t('removeOf', { name: file.name })}
            onClick={() => setOpen('remove')}
          >
            {t('remove')}
          </Button>
        )}
      </div>
      {open === 'preview' && <PreviewDialog file={file} onClose={close} />}
      {open === 'download' && <DownloadDialog file={file} caseId={caseId} guarded={guarded} onClose={close} />}
      {open === 'remove' && <RemoveDialog file={file} onClose={close} />}
    </li>
  );
}

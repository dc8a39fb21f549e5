import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { refreshCasework } from '@/api/keyset';
import { ApiProblem } from '@/api/problems';
import { MAX_FILE, type UploadTarget, upload } from './upload';

/** One file on its way, or one that was not taken. */
export interface Sending {
  key: number;
  name: string;
  /** 0–1. */
  part: number;
  error?: string;
}

let next = 0;

/** Sends files one after the other; what fails says why and stays until it is dismissed. */
export function useUploads(target: UploadTarget) {
  const t = useTranslations('files');
  const language = useLocale();
  const queries = useQueryClient();
  const [sending, setSending] = useState<readonly Sending[]>([]);
  const change = (key: number, to: Partial<Sending>) =>
    setSending((all) => all.map((s) => (s.key === key ? { ...s, ...to } : s)));

  const add = async (files: readonly File[]) => {
    const started = files.map((file) => {
      next += 1;
      const error = file.size > MAX_FILE ? t('tooLarge') : file.size === 0 ? t('empty') : undefined;
      return { key: next, name: file.name, part: 0, error, file };
    });
    setSending((all) => [...all, ...started.map(({ file: _file, ...s }) => s)]);
    for (const { key, file, error } of started) {
      if (error) continue;
      try {
        await upload(target, file, language, (part) => change(key, { part }));
        setSending((all) => all.filter((s) => s.key !== key));
        await refreshCasework(queries);
      } catch (failed) {
        change(key, { error: why(failed, t('failed')) });
      }
    }
  };
  const dismiss = (key: number) => setSending((all) => all.filter((s) => s.key !== key));
  return { sending, add, dismiss };
}

/** The server's own words where there are some. */
export function why(failed: unknown, otherwise: string): string {
  if (!(failed instanceof ApiProblem)) return otherwise;
  return failed.errors[0]?.message ?? failed.detail ?? (failed.title || otherwise);
}

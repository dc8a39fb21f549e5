import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { checkSheetImport, importSheet, type SheetImport } from '@/api/generated';
import { ApiProblem } from '@/api/problems';

/** Most files of one go, and the largest of them in bytes: as the server has it. */
export const MOST_FILES = 50;
export const MAX_FORM = 2 * 1024 * 1024;

/** One file: what it would become, or why it was not even read. */
export interface FormFile {
  readonly key: number;
  readonly file: File;
  readonly result?: SheetImport;
  readonly error?: string;
}

/** Which of how many files is on its way. */
export interface Progress {
  readonly what: 'check' | 'take';
  readonly done: number;
  readonly all: number;
}

let next = 0;

/** Sends the files one after the other, each a request of its own: one that fails stops none of the others. */
export function useImports() {
  const t = useTranslations('sheetImports');
  const queries = useQueryClient();
  const [files, setFiles] = useState<readonly FormFile[]>([]);
  const [progress, setProgress] = useState<Progress>();
  const [tooMany, setTooMany] = useState(false);

  const sendAll = async (what: Progress['what'], those: readonly FormFile[]) => {
    for (const [done, { key, file }] of those.entries()) {
      setProgress({ what, done, all: those.length });
      const got = await send(what, file, t('failed'));
      setFiles((all) => all.map((f) => (f.key === key ? { key, file, ...got } : f)));
    }
    setProgress(undefined);
  };

  const add = async (given: readonly File[]) => {
    const room = MOST_FILES - files.length;
    setTooMany(given.length > room);
    const added = given.slice(0, room).map((file) => {
      next += 1;
      return { key: next, file, error: file.size > MAX_FORM ? t('tooLarge') : undefined };
    });
    setFiles((all) => [...all, ...added]);
    await sendAll(
      'check',
      added.filter((f) => !f.error),
    );
  };
  const take = async () => {
    await sendAll(
      'take',
      files.filter((f) => f.result?.state === 'ready'),
    );
    await queries.invalidateQueries();
  };
  const clear = () => {
    setFiles([]);
    setTooMany(false);
  };
  return { files, progress, tooMany, add, take, clear };
}

async function send(what: Progress['what'], file: File, otherwise: string) {
  try {
    const call = what === 'check' ? checkSheetImport : importSheet;
    return { result: (await call({ body: { file } })).data };
  } catch (failed) {
    if (!(failed instanceof ApiProblem)) return { error: otherwise };
    return { error: failed.errors[0]?.message ?? failed.detail ?? (failed.title || otherwise) };
  }
}

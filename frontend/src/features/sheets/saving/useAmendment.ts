import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { UseFormReturn } from 'react-hook-form';
import { useTranslations } from 'use-intl';
import { useSubmissionKey } from '@/api/client';
import { amendSheet, type SheetContent } from '@/api/generated';
import { ApiProblem } from '@/api/problems';
import { useMe } from '@/app/session';
import { useToast } from '@/components/ui';
import { merge3 } from '@/lib/merge';
import { dropDraft, keepDraft, readDraft } from '@/lib/storage';
import { canonical, contentOf } from '../model/content';
import type { SheetForm } from '../model/form';
import { missingOf } from '../model/missing';
import { sameJson } from '../model/patch';
import { loadSheet } from './ports';
import type { KeptCopy, Stored } from './saver';
import { showInForm } from './show';

/** Sending an amendment, and what came of it. */
export interface Amendment {
  readonly problem: ApiProblem | undefined;
  readonly busy: boolean;
  readonly attempt: number;
  readonly merged: boolean;
  readonly done: boolean;
  readonly submit: () => Promise<void>;
}

export function useAmendment(start: Stored, form: UseFormReturn<SheetForm>, reason: string): Amendment {
  const t = useTranslations('sheets.amend');
  const queries = useQueryClient();
  const navigate = useNavigate();
  const toast = useToast();
  const key = useSubmissionKey();
  const [stored, setStored] = useState(start);
  const [problem, setProblem] = useState<ApiProblem>();
  const [busy, setBusy] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const [merged, setMerged] = useState(false);
  const [done, setDone] = useState(false);
  const sheetId = start.id;

  /** Somebody amended meanwhile: their version becomes the base, what is typed here stays. */
  const mergeTheirs = async () => {
    const theirs = await loadSheet(sheetId);
    const mine = contentOf(form.getValues());
    const result = merge3(canonical(stored.sheet.content), mine, canonical(theirs.sheet.content));
    showInForm(form, mine, result.merged);
    setStored(theirs);
    setMerged(true);
  };
  const send = async () => {
    const content: SheetContent = contentOf(form.getValues());
    const headers = { 'If-Match': stored.etag, ...key.headers() };
    await amendSheet({ path: { sheetId }, headers, body: { content, reason: reason.trim() } });
    setDone(true);
    await dropDraft(copyOf(sheetId));
    void queries.invalidateQueries();
    toast(t('done'));
    await navigate({ to: '/sheets/$sheetId', params: { sheetId }, ignoreBlocker: true });
  };
  const submit = async () => {
    setAttempt((n) => n + 1);
    setProblem(undefined);
    if (missingOf(form.getValues()).length > 0 || !reason.trim()) return;
    setBusy(true);
    try {
      await send();
    } catch (error) {
      const failed = error instanceof ApiProblem ? error : new ApiProblem({ status: 0, code: 'network' });
      if (failed.status > 0) key.renew();
      if (failed.status === 412) await mergeTheirs().catch(() => setProblem(failed));
      else setProblem(failed);
    } finally {
      setBusy(false);
    }
  };
  return { problem, busy, attempt, merged, done, submit };
}

const copyOf = (sheetId: string) => `amend:${sheetId}`;

/** An amendment is not a draft on the server: until it is sent, a copy stays on this device. */
export function useCopies(form: UseFormReturn<SheetForm>, stored: Stored): void {
  const me = useMe();
  useEffect(() => {
    const base = canonical(stored.sheet.content);
    const place = copyOf(stored.id);
    let timer: ReturnType<typeof setTimeout> | undefined;
    void readDraft<KeptCopy>(me.id, place).then((copy) => {
      if (!copy) return;
      const mine = contentOf(form.getValues());
      showInForm(form, mine, merge3(copy.value.base, copy.value.mine, base).merged);
    });
    const stop = form.subscribe({
      formState: { values: true },
      callback: () => {
        clearTimeout(timer);
        timer = setTimeout(() => {
          const mine = contentOf(form.getValues());
          if (!sameJson(mine as never, base as never)) void keepDraft(me.id, place, { base, mine }, new Date());
        }, 1_000);
      },
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [form, stored, me.id]);
}

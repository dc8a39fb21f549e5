import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { newIdempotencyKey } from '@/api/fetch';
import { editPlan, getPlan, type Plan, type PlanContent } from '@/api/generated';
import { refreshCasework } from '@/api/keyset';
import { ApiProblem } from '@/api/problems';
import type { SaveStatus } from '@/components/ui';
import { mergePlan } from './merge';

/** Autosave waits so long after the last key. */
const PAUSE = 1000;

/**
 * The draft of a plan as it is typed. Saved a second after the last key, on blur and when the page is hidden; when
 * somebody else saved meanwhile, what only one side touched is merged and saved again.
 */
export function usePlanDraft(plan: Plan) {
  const queries = useQueryClient();
  const [content, setContent] = useState<PlanContent>(plan.content);
  const [status, setStatus] = useState<SaveStatus>('idle');
  const [savedAt, setSavedAt] = useState<Date>();
  const [problem, setProblem] = useState<ApiProblem>();
  const [theirs, setTheirs] = useState<PlanContent>();
  const [revision, setRevision] = useState(0);
  const base = useRef({ content: plan.content, etag: plan.etag ?? '' });
  const mine = useRef(plan.content);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const running = useRef<Promise<boolean>>(undefined);

  const show = useCallback((next: PlanContent) => {
    mine.current = next;
    setContent(next);
  }, []);

  const send = useCallback(async (): Promise<boolean> => {
    const sent = mine.current;
    if (sent === base.current.content) return true;
    setStatus('saving');
    try {
      const { data } = await editPlan({
        path: { planId: plan.id },
        body: { content: sent },
        headers: { 'If-Match': base.current.etag, 'Idempotency-Key': newIdempotencyKey() },
        throwOnError: true,
      });
      // New rows have their ids now; what was typed meanwhile stays.
      if (mine.current === sent) show(data.content);
      else show(mergePlan(sent, mine.current, data.content).content);
      base.current = { content: data.content, etag: data.etag ?? '' };
      setProblem(undefined);
      setSavedAt(new Date());
      setStatus(mine.current === data.content ? 'saved' : 'unsaved');
      return true;
    } catch (error) {
      const p = error instanceof ApiProblem ? error : new ApiProblem({ status: 0, code: 'network' });
      if (p.status === 412) {
        const { data } = await getPlan({ path: { planId: plan.id }, throwOnError: true });
        const merged = mergePlan(base.current.content, mine.current, data.content);
        base.current = { content: data.content, etag: data.etag ?? '' };
        show(merged.content);
        setRevision((n) => n + 1);
        if (merged.clashes.length > 0) setTheirs(data.content);
        return send();
      }
      setProblem(p);
      setStatus(p.status === 0 ? 'offline' : 'failed');
      return false;
    }
  }, [plan.id, show]);

  /** One save at a time; what was typed during one is saved after it. */
  const save = useCallback(async (): Promise<boolean> => {
    clearTimeout(timer.current);
    if (running.current) await running.current;
    running.current = send();
    try {
      return await running.current;
    } finally {
      running.current = undefined;
    }
  }, [send]);

  const change = useCallback(
    (next: (now: PlanContent) => PlanContent) => {
      show(next(mine.current));
      setStatus('unsaved');
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void save(), PAUSE);
    },
    [save, show],
  );

  useEffect(() => {
    const hidden = () => document.visibilityState === 'hidden' && void save();
    document.addEventListener('visibilitychange', hidden);
    return () => {
      document.removeEventListener('visibilitychange', hidden);
      void save().then(() => refreshCasework(queries));
    };
  }, [save, queries]);

  return { content, change, save, status, savedAt, problem, theirs, revision, etag: () => base.current.etag };
}

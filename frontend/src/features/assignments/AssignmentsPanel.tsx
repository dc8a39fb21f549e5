import { ListChecks, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Assignment, Case } from '@/api/generated';
import { Button, Card, Disclosure, EmptyState, ProblemPanel, Skeleton } from '@/components/ui';
import { AssignmentCard } from './AssignmentCard';
import { ProposeDialog } from './ProposeDialog';
import { useAssignments } from './useAssignments';

const OPEN: readonly Assignment['state'][] = ['proposed', 'taken', 'struggling'];

/** 役割分担: who does what for whom by when, open ones first. */
export function AssignmentsPanel({ case: c }: { case: Case }) {
  const t = useTranslations('assignments');
  const found = useAssignments(c.id);
  const [proposing, setProposing] = useState(false);
  const can = found.data?.actions?.includes('propose') ?? false;
  const open = found.data?.items.filter((a) => OPEN.includes(a.state)) ?? [];
  const over = found.data?.items.filter((a) => !OPEN.includes(a.state)) ?? [];
  return (
    <Card
      id="assignments"
      title={t('title')}
      actions={
        can && (
          <Button size="sm" icon={Plus} onClick={() => setProposing(true)}>
            {t('propose')}
          </Button>
        )
      }
    >
      {found.data ? (
        <>
          {open.length === 0 && (
            <EmptyState icon={ListChecks} title={t(over.length > 0 ? 'noneOpen' : 'none')}>
              {t('noneWhy')}
            </EmptyState>
          )}
          <ul className="flex flex-col gap-4">
            {open.map((a) => (
              <AssignmentCard key={a.id} assignment={a} case={c} />
            ))}
          </ul>
          {over.length > 0 && (
            <Disclosure summary={t('finished', { count: over.length })} className="mt-4">
              <ul className="flex flex-col gap-4">
                {over.map((a) => (
                  <AssignmentCard key={a.id} assignment={a} case={c} />
                ))}
              </ul>
            </Disclosure>
          )}
        </>
      ) : found.isPending ? (
        <Skeleton lines={4} />
      ) : (
        <ProblemPanel error={found.error} onRetry={() => void found.refetch()} level={3} />
      )}
      {proposing && <ProposeDialog case={c} onClose={() => setProposing(false)} />}
    </Card>
  );
}

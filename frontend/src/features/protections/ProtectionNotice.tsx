import { useQueryClient } from '@tanstack/react-query';
import { Eye, Shield } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Case, ProtectedPerson } from '@/api/generated';
import { refreshCasework } from '@/api/keyset';
import { Button } from '@/components/ui';
import { Callout } from '../cases/Callout';
import { useNow } from '../cases/useNow';
import { BreakGlassDialog } from './BreakGlassDialog';

/** Above the case: who is protected from whom, what is hidden from the reader, and the way to look in an emergency. */
export function ProtectionNotice({ case: c }: { case: Case }) {
  const t = useTranslations('protections.notice');
  const [looking, setLooking] = useState(false);
  const people = c.protected ?? [];
  const persons = people.filter((p) => p.as === 'protected');
  if (persons.length === 0) return null;
  const hidden = persons.filter((p) => p.hidden);
  const shown = persons.find((p) => p.shownUntil);
  const from = people.filter((p) => p.as === 'perpetrator').map((p) => p.name);
  return (
    <Callout tone="warning" icon={Shield} title={t('title', { names: unique(persons).join('、') })}>
      <p>{t(hidden.length > 0 ? 'hidden' : shown ? 'looking' : 'known')}</p>
      {from.length > 0 && <p>{t('from', { names: from.join('、') })}</p>}
      {shown?.shownUntil && hidden.length === 0 && <Countdown until={shown.shownUntil} />}
      {hidden.length > 0 && c.actions.includes('break_glass') && (
        <Button variant="danger-outline" size="sm" icon={Eye} className="mt-2" onClick={() => setLooking(true)}>
          {t('look')}
        </Button>
      )}
      {looking && <BreakGlassDialog caseId={c.id} persons={hidden} onClose={() => setLooking(false)} />}
    </Callout>
  );
}

function unique(persons: readonly ProtectedPerson[]): string[] {
  return [...new Set(persons.map((p) => p.name))];
}

const MINUTE = 60_000;

/** How long the emergency look lasts; when it is over the screen is read again, and what was shown is gone from it. */
function Countdown({ until }: { until: string }) {
  const t = useTranslations('protections.notice');
  const queries = useQueryClient();
  const now = useNow(MINUTE / 4);
  const end = new Date(until).getTime();
  useEffect(() => {
    const timer = setTimeout(() => void refreshCasework(queries), Math.max(0, end - Date.now()) + 500);
    return () => clearTimeout(timer);
  }, [end, queries]);
  const minutes = Math.max(0, Math.ceil((end - now.getTime()) / MINUTE));
  return (
    <p role="timer" className="mt-1 font-bold">
      {t('left', { minutes })}
    </p>
  );
}

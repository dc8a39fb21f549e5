import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Action, getHandoff, type Handoff } from '@/api/generated';
import { ApiProblem } from '@/api/problems';
import { longMoment } from '../cases/dates';

/** What became of a handoff while a dialog about it was open. */
export interface Meanwhile {
  /** The handoff as it is now; absent when it cannot be seen any more. */
  readonly handoff?: Handoff;
  /** The verb can still be done, on what holds now. */
  readonly still: boolean;
}

/** Loads the handoff again after a 409 or 412; answers the version the next press is for. */
export function useMeanwhile(handoff: Handoff, action: Action) {
  const [meanwhile, setMeanwhile] = useState<Meanwhile>();
  const now = meanwhile?.handoff ?? handoff;
  const look = async () => {
    try {
      const { data } = await getHandoff({ path: { handoffId: handoff.id }, throwOnError: true });
      setMeanwhile({ handoff: data, still: data.actions.includes(action) });
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 404) setMeanwhile({ still: false });
    }
  };
  return { meanwhile, now, look };
}

/** One sentence for what happened meanwhile. */
export function useMeanwhileText(): (m: Meanwhile) => string {
  const t = useTranslations('handoffs.meanwhile');
  return ({ handoff }) => {
    if (!handoff) return t('gone');
    const at = longMoment(handoff.answeredAt ?? handoff.updatedAt);
    return t(handoff.state, { to: handoff.to.name, from: handoff.from.name, at });
  };
}

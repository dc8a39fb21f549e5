import type { HandoffSummary } from '@/api/generated';

export type NextStep =
  | 'decideLead'
  | 'decideJoin'
  | 'answer'
  | 'connect'
  | 'wait'
  | 'waitAnswer'
  | 'coordinating'
  | 'waitConnect'
  | 'look';

/** The one next thing with a handoff for whoever reads it: what the rules offer first, else what is waited for. */
export function nextStep(h: Pick<HandoffSummary, 'actions' | 'state' | 'ask'>): NextStep {
  if (h.actions.includes('answer')) return 'answer';
  if (h.actions.includes('accept')) return 'decideLead';
  if (h.actions.includes('join')) return 'decideJoin';
  if (h.actions.includes('connect')) return 'connect';
  if (h.state === 'requested') return 'wait';
  if (h.state === 'asked') return 'waitAnswer';
  if (h.state === 'escalated') return 'coordinating';
  if (h.state === 'accepted' || h.state === 'joined') return 'waitConnect';
  return 'look';
}

import type { BreachQuestion } from '@/api/generated';
import { dayEnd, dayStart } from './filters';

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** What the draft of a report is asked with: it names households, so it is no part of the URL. */
    breach?: BreachQuestion;
  }
}

/** What is typed into the form. */
export interface BreachForm {
  by: 'cases' | 'account';
  numbers: string;
  account: { id: string; name: string } | undefined;
  from: string | undefined;
  to: string | undefined;
  knownOn: string | undefined;
  malicious: boolean;
}

export type BreachFault = 'numbers' | 'account' | 'from' | 'to' | 'order' | 'knownOn' | 'future';

/** Numbers of cases, however they are set apart. */
export function numbersIn(text: string): string[] {
  return [...new Set(text.split(/[\s,、，;；]+/).filter(Boolean))];
}

/** The first thing that is missing, or the question. */
export function breachQuestion(form: BreachForm, today: string): BreachQuestion | BreachFault {
  const caseNumbers = numbersIn(form.numbers);
  if (form.by === 'cases' && (caseNumbers.length === 0 || caseNumbers.length > 50)) return 'numbers';
  if (form.by === 'account' && !form.account) return 'account';
  if (!form.from) return 'from';
  if (!form.to) return 'to';
  if (form.to < form.from) return 'order';
  if (!form.knownOn) return 'knownOn';
  if (form.knownOn > today) return 'future';
  return {
    ...(form.by === 'cases' ? { caseNumbers } : { accountId: form.account?.id }),
    from: dayStart(form.from),
    to: dayEnd(form.to),
    knownOn: form.knownOn,
    malicious: form.malicious,
  };
}

import { BookLock, Download, Eye, KeyRound, type LucideIcon, PencilLine } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { JournalKind } from '@/api/generated';
import japanese from '@/i18n/japanese';

export const KIND_ICONS: Record<JournalKind, LucideIcon> = {
  look: Eye,
  change: PencilLine,
  session: KeyRound,
  carry_out: Download,
  audit: BookLock,
};

export const KIND_TONES = {
  look: 'blue',
  change: 'neutral',
  session: 'neutral',
  carry_out: 'orange',
  audit: 'purple',
} as const satisfies Record<JournalKind, string>;

/** The names of operations and of reasons for a refusal; one that has no words yet is not shown as a code. */
export function useJournalWords() {
  const t = useTranslations('journal');
  return {
    operation: (id: string) => (isKnown(japanese.journal.operations, id) ? t(`operations.${id}`) : t('otherOperation')),
    refusal: (code: string | undefined) =>
      isKnown(japanese.journal.refusals, code) ? t(`refusals.${code}`) : t('refusedOtherwise'),
  };
}

function isKnown<Words extends object>(words: Words, code: string | undefined): code is keyof Words & string {
  return code !== undefined && Object.hasOwn(words, code);
}

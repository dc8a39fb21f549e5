import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { JournalEntry } from '@/api/generated';

interface Named {
  id: string;
  name: string;
}

/** The chosen account with its name: as it was picked, or as the rows found by it say. The URL holds the id alone. */
export function useNamedAccount(
  id: string | undefined,
  rows: readonly Pick<JournalEntry, 'account'>[],
): [Named | undefined, (account: Named | undefined) => void] {
  const t = useTranslations('journal.picker');
  const [picked, setPicked] = useState<Named>();
  if (!id) return [undefined, setPicked];
  const known = picked?.id === id ? picked : rows.find((r) => r.account?.id === id)?.account;
  return [{ id, name: known?.name ?? t('chosen') }, setPicked];
}

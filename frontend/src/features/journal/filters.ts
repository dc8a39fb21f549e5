import { z } from 'zod';
import type { JournalKind } from '@/api/generated';

export const JOURNAL_KINDS: readonly JournalKind[] = ['look', 'change', 'carry_out', 'session', 'audit'];

const day = z.iso.date().optional().catch(undefined);

/** What the journal is narrowed by, as it stands in the URL. The number of a case leads to a household: it is no part of it. */
export const journalSearch = z.object({
  account: z.uuid().optional().catch(undefined),
  from: day,
  to: day,
  kind: z.enum(JOURNAL_KINDS).optional().catch(undefined),
  refused: z.literal(true).optional().catch(undefined),
});

export type JournalFilters = z.infer<typeof journalSearch> & { q?: string };

/** The first instant of a day in Japan. */
export function dayStart(date: string): string {
  return new Date(`${date}T00:00:00+09:00`).toISOString();
}

/** The first instant after a day in Japan: the server takes ends as exclusive. */
export function dayEnd(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00+09:00`) + 86_400_000).toISOString();
}

/** So many days before a date, as YYYY-MM-DD. */
export function daysBefore(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}

/** What is asked of the server; an end before its beginning asks for nothing to the end. */
export function journalQuery({ q, account, from, to, kind, refused }: JournalFilters) {
  return {
    caseNumber: q?.trim() || undefined,
    accountId: account,
    from: from && dayStart(from),
    to: to && (!from || to >= from) ? dayEnd(to) : undefined,
    kind,
    refused,
    limit: 50,
  };
}

import { useQuery } from '@tanstack/react-query';
import type { CodeLabel, Ground, Reference } from '@/api/generated';
import { getReferenceOptions } from '@/api/generated/@tanstack/react-query.gen';

/** Codes and labels of the form; they change with a release of the master data, not while somebody works. */
export function useReference(): Reference | undefined {
  return useQuery({ ...getReferenceOptions(), staleTime: Number.POSITIVE_INFINITY }).data;
}

/** The label of a code; the code itself only when the master data does not know it (yet). */
export function labelOf(list: readonly CodeLabel[] | undefined, code: string | undefined): string {
  if (!code) return '';
  return list?.find((c) => c.code === code)?.label ?? code;
}

/** Issues as they are read: the most pressing one first, the others in the order of the form. */
export function pressingFirst(issues: readonly string[], mostPressing: string | undefined): string[] {
  if (!mostPressing || !issues.includes(mostPressing)) return [...issues];
  return [mostPressing, ...issues.filter((i) => i !== mostPressing)];
}

/** Grounds to tell another agency that hold on a day (YYYY-MM-DD): articles change, so they are dated master data. */
export function groundsOn(grounds: readonly Ground[], day: string): Ground[] {
  return grounds.filter(
    (g) => !g.internal && !g.toPerson && g.validFrom <= day && (!g.validUntil || day <= g.validUntil),
  );
}

import type { AgencyRef, Case } from '@/api/generated';

/** Who works on the case now: the lead, then the supporting agencies. */
export function agenciesOf(c: Pick<Case, 'lead' | 'supporting'>): AgencyRef[] {
  return [c.lead, ...c.supporting.filter((s) => !s.until).map((s) => s.agency)];
}

/** YYYY-MM-DD some days later. */
export function addDays(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

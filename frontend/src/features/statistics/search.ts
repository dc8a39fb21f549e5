import { z } from 'zod';
import type { Measure } from '@/api/generated';

export const MEASURES = [
  'escalations_coordinated',
  'escalations_advice_only',
  'escalations_total',
  'case_conferences',
  'coordination_contacts',
  'advisor_meetings',
] as const satisfies readonly Measure[];

/** Which year is looked at by month, and which figure is opened: all of it lives in the address. */
export const annualSearch = z.object({
  year: z.number().int().min(2000).max(2200).optional().catch(undefined),
  measure: z.enum(MEASURES).optional().catch(undefined),
  month: z.number().int().min(1).max(12).optional().catch(undefined),
  by: z.enum(['quarter']).optional().catch(undefined),
});
export type AnnualView = z.infer<typeof annualSearch>;

/** 1 = April: the month of the calendar. */
export function calendarMonth(fiscalMonth: number): number {
  return ((fiscalMonth + 2) % 12) + 1;
}

/** The three months of each quarter added up. */
export function quarters(months: readonly number[]): number[] {
  return [0, 3, 6, 9].map((i) => (months[i] ?? 0) + (months[i + 1] ?? 0) + (months[i + 2] ?? 0));
}

import type { Setting, SettingUnit } from '@/api/generated';
import { narrowAscii } from '@/lib/kana';

/** Which settings stand together; one the page does not know comes last. */
export const GROUPS = {
  handoff: [
    'handoff_answer_days',
    'urgent_handoff_answer_hours',
    'first_contact_days',
    'escalation_uptake_days',
    'hop_limit',
  ],
  conference: ['conference_within_days', 'package_access_days', 'assignment_due_days'],
  follow: ['monitoring_every_months', 'follow_up_after_months', 'dispatch_follow_ups', 'dispatch_follow_up_months'],
  office: ['office_opens', 'office_closes'],
} as const;

export type Group = keyof typeof GROUPS;

export function groupOf(key: string): Group {
  const found = (Object.keys(GROUPS) as Group[]).find((g) => (GROUPS[g] as readonly string[]).includes(key));
  return found ?? 'follow';
}

/** 510 → 8:30 */
export function clockText(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}

/** What a setting's field shows. */
export function fieldText(value: number, unit: SettingUnit): string {
  return unit === 'minutes_of_day' ? clockText(value) : String(value);
}

/** What somebody typed, as the contract's number; undefined when it is none, or out of its bounds. */
export function readField(text: string, setting: Pick<Setting, 'unit' | 'minimum' | 'maximum'>): number | undefined {
  const plain = narrowAscii(text).trim().replace('：', ':');
  let value: number;
  if (setting.unit === 'minutes_of_day') {
    const clock = /^(\d{1,2}):([0-5]\d)$/.exec(plain);
    if (!clock) return undefined;
    value = Number(clock[1]) * 60 + Number(clock[2]);
  } else {
    if (!/^\d{1,5}$/.test(plain)) return undefined;
    value = Number(plain);
  }
  return value >= setting.minimum && value <= setting.maximum ? value : undefined;
}

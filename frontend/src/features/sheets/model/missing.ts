import { graphemeLength } from '@/lib/grapheme';
import { wholeNumber, yearOf } from './content';
import type { SheetForm } from './form';
import { timeOf } from './time';

export const sectionIds = [
  'reception',
  'subject',
  'issues',
  'household',
  'request',
  'features',
  'urgency',
  'referrals',
  'consent',
] as const;
export type SectionId = (typeof sectionIds)[number];

/** Something to do before filing. `code` is a key of the words under sheets.missing. */
export interface Missing {
  readonly name: string;
  readonly section: SectionId;
  readonly code: MissingCode;
  /** Whom it is about, for the persons' consents and ages. */
  readonly who?: string;
  /** How many more persons it is about. */
  readonly others?: number;
}

export type MissingCode =
  | 'subjectName'
  | 'birth'
  | 'issues'
  | 'otherIssue'
  | 'purposeNotice'
  | 'consent'
  | 'memberConsent'
  | 'memberConsents'
  | 'date'
  | 'time'
  | 'age'
  | 'householdSize'
  | 'tooLong';

/** What filing needs (workflow.md, Sheet) and what is unreadable, in the order of the form. The server checks again. */
export function missingOf(f: SheetForm): Missing[] {
  return [...reception(f), ...subject(f), ...issues(f), ...household(f), ...texts(f), ...consents(f)];
}

function reception(f: SheetForm): Missing[] {
  const out: Missing[] = [];
  if (f.receivedDateText) out.push({ name: 'receivedDate', section: 'reception', code: 'date' });
  if (f.receivedTime.trim() && !timeOf(f.receivedTime)) {
    out.push({ name: 'receivedTime', section: 'reception', code: 'time' });
  }
  return out;
}

function subject(f: SheetForm): Missing[] {
  const out: Missing[] = [];
  const s = f.subject;
  const at = (name: string, code: MissingCode) => out.push({ name: `subject.${name}`, section: 'subject', code });
  if (!s.name.trim() && !s.description.trim()) at('name', 'subjectName');
  const b = s.birth;
  if (b.precision === 'day' && b.dateText) at('birth.date', 'date');
  if (b.precision === 'month' && !(yearOf(b.year) && wholeNumber(b.month))) at('birth.year', 'birth');
  if (b.precision === 'year' && !yearOf(b.year)) at('birth.year', 'birth');
  if (b.precision === 'age' && wholeNumber(b.age) === undefined) at('birth.age', 'birth');
  if (b.precision === 'age' && b.ageToldOnText) at('birth.ageToldOn', 'date');
  return out;
}

function issues(f: SheetForm): Missing[] {
  const section = 'issues';
  if (f.issues.length === 0) return [{ name: 'issues', section, code: 'issues' }];
  if (f.issues.includes('other') && !f.otherIssue.trim()) return [{ name: 'otherIssue', section, code: 'otherIssue' }];
  return [];
}

function household(f: SheetForm): Missing[] {
  const out: Missing[] = [];
  const section = 'household';
  const size = wholeNumber(f.householdSize);
  if (f.householdSize.trim() && (size === undefined || size < 1 || size > 50)) {
    out.push({ name: 'householdSize', section, code: 'householdSize' });
  }
  f.members.forEach((m, i) => {
    const age = wholeNumber(m.age);
    const who = nameOfMember(f, i);
    if (m.age.trim() && (age === undefined || age > 130))
      out.push({ name: `members.${i}.age`, section, code: 'age', who });
    if (m.age.trim() && m.ageToldOnText) out.push({ name: `members.${i}.ageToldOn`, section, code: 'date', who });
  });
  return out;
}

/** Longest texts in graphemes, as the rules have them (pkg/casework check.go: line 100, text 2000). */
export const LONG_TEXT = 2000;

function texts(f: SheetForm): Missing[] {
  const all: [string, SectionId, string][] = [
    ['request', 'request', f.request],
    ['wishes', 'request', f.wishes],
    ['dangerNote', 'urgency', f.dangerNote],
    ...f.referrals.map((r, i): [string, SectionId, string] => [`referrals.${i}.reason`, 'referrals', r.reason]),
  ];
  return all
    .filter(([, , text]) => text.length > LONG_TEXT && graphemeLength(text) > LONG_TEXT)
    .map(([name, section]) => ({ name, section, code: 'tooLong' }));
}

function consents(f: SheetForm): Missing[] {
  const out: Missing[] = [];
  const section = 'consent';
  if (!f.purposeNotice.shown) out.push({ name: 'purposeNotice.shown', section, code: 'purposeNotice' });
  if (!f.subject.consent.state) out.push({ name: 'subject.consent.state', section, code: 'consent' });
  const unasked = f.members.map((_, i) => i).filter((i) => memberWritten(f, i) && !f.members[i]?.consent.state);
  const [first] = unasked;
  if (first !== undefined) {
    const [who, others] = [nameOfMember(f, first), unasked.length - 1];
    const code = others > 0 ? 'memberConsents' : 'memberConsent';
    out.push({ name: `members.${first}.consent.state`, section, code, who, others });
  }
  return out;
}

/** An added but empty row is not sent, and needs nothing. */
export function memberWritten(f: Pick<SheetForm, 'members'>, i: number): boolean {
  const m = f.members[i];
  return (
    m !== undefined && [m.name, m.kana, m.age, m.relation, m.note, m.gender, m.consent.state].some((v) => v.trim())
  );
}

/** How a row is called: its name, else its relation, else its place. */
export function nameOfMember(f: Pick<SheetForm, 'members'>, i: number): string {
  const m = f.members[i];
  return m?.name.trim() || m?.relation.trim() || String(i + 1);
}

/** Whether anything is written in a section, for the marks in the section list. */
export function writtenIn(f: SheetForm, section: SectionId): boolean {
  const s = f.subject;
  const written: Record<SectionId, boolean> = {
    reception: Boolean(f.receivedDate && f.channel),
    subject: Boolean(s.name.trim() || s.description.trim()),
    issues: f.issues.length > 0,
    household: Boolean(f.householdSize.trim()) || f.members.some((_, i) => memberWritten(f, i)),
    request: Boolean(f.request.trim() || f.wishes.trim()),
    features: f.features.length > 0,
    urgency: f.danger || Boolean(f.dangerNote.trim()),
    referrals: f.referrals.some((r) => r.agencyName.trim() || r.reason.trim()),
    consent: f.purposeNotice.shown && Boolean(s.consent.state),
  };
  return written[section];
}

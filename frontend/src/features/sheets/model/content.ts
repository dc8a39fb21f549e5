import type { Birth, Consent, Member, SheetContent, Subject, Visitor } from '@/api/generated';
import { narrowAscii } from '@/lib/kana';
import { parseDate } from '@/lib/wareki';
import {
  type AddressForm,
  type BirthForm,
  type ConsentForm,
  emptyConsent,
  type MemberForm,
  type SheetForm,
  type SubjectForm,
} from './form';
import { timeOf } from './time';

/** The document the form says: nothing empty in it, so that two documents can be compared. */
export function contentOf(form: SheetForm): SheetContent {
  return (
    pruned({
      receivedAt: instantOf(form.receivedDate, form.receivedTime),
      channel: form.channel,
      receivedBy: form.receivedBy,
      subject: subjectOf(form.subject),
      visitor: form.visitorIs === 'other' ? pruned<Visitor>({ ...form.visitor }) : undefined,
      issues: [...form.issues],
      mostPressing: form.issues.includes(form.mostPressing) ? form.mostPressing : '',
      otherIssue: form.otherIssue,
      householdSize: wholeNumber(form.householdSize),
      members: form.members.map(memberOf).filter((m) => m !== undefined),
      request: form.request,
      wishes: form.wishes,
      referrals: form.referrals.map((r) => pruned({ ...r })).filter((r) => r !== undefined),
      features: [...form.features],
      danger: form.danger || undefined,
      dangerNote: form.dangerNote,
      purposeNotice: pruned({
        shown: form.purposeNotice.shown || undefined,
        shownOn: form.purposeNotice.shownOn,
        method: form.purposeNotice.method,
      }),
    } as SheetContent) ?? {}
  );
}

function subjectOf(s: SubjectForm): Subject | undefined {
  return pruned({
    name: s.name,
    kana: s.kana,
    otherNames: s.otherNames.filter((n) => filled(n.name) || filled(n.kana)).map((n) => pruned({ ...n })),
    gender: s.gender,
    birth: birthOf(s.birth),
    address: pruned({ ...s.address }),
    phoneHome: s.phoneHome,
    phoneMobile: s.phoneMobile,
    description: s.description,
    consent: consentOf(s.consent),
  } as Subject);
}

/** Only what belongs to the chosen precision: what was typed under another stays in the form, not on the sheet. */
function birthOf(b: BirthForm): Birth | undefined {
  const precision = b.precision as Birth['precision'];
  switch (b.precision) {
    case 'day':
      return b.date ? { precision, date: b.date } : undefined;
    case 'month':
      return pruned({ precision, year: yearOf(b.year), month: wholeNumber(b.month) });
    case 'year':
      return pruned({ precision, year: yearOf(b.year) });
    case 'age':
      return pruned({ precision, age: wholeNumber(b.age), ageToldOn: b.ageToldOn });
    case 'unknown':
      return { precision };
    default:
      return undefined;
  }
}

function memberOf(m: MemberForm): Member | undefined {
  const { id, ageToldOnText: _, ...rest } = m;
  const member = pruned({
    ...rest,
    age: wholeNumber(m.age),
    ageToldOn: m.age.trim() ? m.ageToldOn : undefined,
    consent: consentOf(m.consent),
  } as unknown as Member);
  return member && { id, ...member };
}

function consentOf(c: ConsentForm): Consent | undefined {
  const { recordedOnText: _, ...rest } = c;
  return pruned(rest as unknown as Consent);
}

/** The form of a document; fields the document lacks are empty. */
export function formOf(c: SheetContent): SheetForm {
  const received = localParts(c.receivedAt);
  return {
    receivedDate: received.date,
    receivedDateText: '',
    receivedTime: received.time,
    channel: c.channel ?? '',
    receivedBy: c.receivedBy ?? '',
    visitorIs: c.visitor ? 'other' : 'self',
    visitor: withText(c.visitor, ['name', 'kana', 'relation', 'phone', 'note']),
    subject: subjectForm(c.subject ?? {}),
    issues: [...(c.issues ?? [])],
    mostPressing: c.mostPressing ?? '',
    otherIssue: c.otherIssue ?? '',
    householdSize: textOf(c.householdSize),
    members: (c.members ?? []).map(memberForm),
    request: c.request ?? '',
    wishes: c.wishes ?? '',
    referrals: (c.referrals ?? []).map((r) => withText(r, ['agencyId', 'agencyName', 'reason'])),
    features: [...(c.features ?? [])],
    danger: c.danger ?? false,
    dangerNote: c.dangerNote ?? '',
    purposeNotice: {
      shown: c.purposeNotice?.shown ?? false,
      shownOn: c.purposeNotice?.shownOn ?? '',
      shownOnText: '',
      method: c.purposeNotice?.method ?? '',
    },
  };
}

function subjectForm(s: Subject): SubjectForm {
  return {
    ...withText(s, ['name', 'kana', 'gender', 'phoneHome', 'phoneMobile', 'description']),
    otherNames: (s.otherNames ?? []).map((n) => withText(n, ['kind', 'name', 'kana'])),
    birth: {
      ...withText(s.birth, ['date', 'year', 'month', 'age', 'ageToldOn']),
      precision: s.birth?.precision ?? 'day',
      dateText: '',
      ageToldOnText: '',
    },
    address: {
      ...withText(s.address, ['postalCode', 'town', 'lot', 'building', 'ward', 'district', 'text']),
      kind: s.address?.kind ?? '',
    } satisfies AddressForm,
    consent: consentForm(s.consent),
  };
}

function memberForm(m: Member): MemberForm {
  return {
    ...withText(m, ['id', 'name', 'kana', 'gender', 'age', 'ageToldOn', 'relation', 'note']),
    ageToldOnText: '',
    consent: consentForm(m.consent),
  };
}

function consentForm(c: Consent | undefined): ConsentForm {
  return { ...emptyConsent(), ...withText(c, ['state', 'method', 'recordedOn', 'explainedBy', 'note']) };
}

/** The same document as the form would say it: for comparing what the server has with what is typed. */
export function canonical(content: SheetContent): SheetContent {
  return contentOf(formOf(content));
}

/** A new sheet: received now, by the person at this desk. */
export function freshContent(receivedBy: string, now: Date): SheetContent {
  const { date, time } = localParts(now.toISOString());
  return { receivedAt: instantOf(date, time), receivedBy };
}

/** 55 → 55, S55 / 昭和55年 → 1980; undefined when it is no year. */
export function yearOf(text: string): number | undefined {
  const plain = narrowAscii(text).replaceAll(' ', '').replace(/年$/, '');
  if (plain === '') return undefined;
  if (/^\d{4}$/.test(plain)) return Number(plain);
  const read = parseDate(`${plain}.12.31`);
  const date = read.ok ? read.date : read.meant;
  if (date) return Number(date.slice(0, 4));
  const first = parseDate(`${plain}.1.1`);
  const early = first.ok ? first.date : first.meant;
  return early ? Number(early.slice(0, 4)) : undefined;
}

/** A whole number as people type it (８３, 83 歳); undefined for anything else. */
export function wholeNumber(text: string): number | undefined {
  const plain = narrowAscii(text).replace(/[歳才人月\s]/g, '');
  return /^\d{1,4}$/.test(plain) ? Number(plain) : undefined;
}

function instantOf(date: string, time: string): string | undefined {
  if (!date) return undefined;
  const at = new Date(`${date}T${timeOf(time) ?? '00:00'}:00+09:00`);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString().replace('.000Z', 'Z');
}

function localParts(instant: string | undefined): { date: string; time: string } {
  if (!instant) return { date: '', time: '' };
  const local = new Date(new Date(instant).getTime() + 9 * 3_600_000).toISOString();
  return { date: local.slice(0, 10), time: local.slice(11, 16) };
}

const textOf = (v: unknown): string => (v === undefined || v === null ? '' : String(v));
const filled = (v: string): boolean => v.trim() !== '';

function withText<K extends string>(from: object | undefined, keys: readonly K[]): Record<K, string> {
  const source = (from ?? {}) as Record<string, unknown>;
  return Object.fromEntries(keys.map((k) => [k, textOf(source[k])])) as Record<K, string>;
}

/** Without empty texts, empty lists and undefined; undefined when nothing is left. */
function pruned<T extends object>(value: T): T | undefined {
  const kept = Object.entries(value).filter(([, v]) => {
    if (v === undefined || v === null) return false;
    if (typeof v === 'string') return filled(v);
    return !Array.isArray(v) || v.length > 0;
  });
  return kept.length > 0 ? (Object.fromEntries(kept) as T) : undefined;
}

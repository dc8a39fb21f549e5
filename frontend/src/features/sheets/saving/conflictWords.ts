import { useTranslations } from 'use-intl';
import type { SheetContent } from '@/api/generated';
import type { Json } from '@/lib/merge';
import { useWords } from '../view/words';

/** Labels of the document's members, by their name in the contract; persons are named before. */
const labels = {
  receivedAt: 'received',
  channel: 'channel',
  receivedBy: 'receivedBy',
  visitor: 'visitor',
  issues: 'issues',
  mostPressing: 'mostPressing',
  otherIssue: 'otherIssue',
  householdSize: 'householdSize',
  members: 'members',
  request: 'request',
  wishes: 'wishes',
  referrals: 'referrals',
  features: 'features',
  danger: 'danger',
  dangerNote: 'dangerNote',
  purposeNotice: 'purpose',
  name: 'name',
  kana: 'kana',
  otherNames: 'otherNames',
  gender: 'gender',
  birth: 'birth',
  address: 'address',
  phoneHome: 'phoneHome',
  phoneMobile: 'phoneMobile',
  description: 'description',
  consent: 'consent',
  age: 'age',
  ageToldOn: 'ageToldOn',
  relation: 'relation',
  note: 'note',
} as const;

type Label = (typeof labels)[keyof typeof labels];

/** A conflict in words: what it is about and what each side says. */
export function useConflictWords() {
  const t = useTranslations('sheets.form');
  const section = useTranslations('sheets.section');
  const words = useWords();
  const labelOfKey = (key: string | undefined): string => {
    const found = labels[key as keyof typeof labels] as Label | undefined;
    return found ? t(found) : '';
  };
  return {
    label: (path: readonly string[], content: SheetContent): string => {
      const [first, second, third] = path;
      if (first === 'members' && second) {
        const member = content.members?.find((m) => m.id === second);
        const who = member?.name || member?.relation || t('members');
        return third ? `${who}：${labelOfKey(third)}` : who;
      }
      if (first === 'subject' && second) return `${section('subject')}：${labelOfKey(second)}`;
      if (first === 'visitor' && second) return `${t('visitor')}：${labelOfKey(second)}`;
      return labelOfKey(first);
    },
    value: (path: readonly string[], value: Json): string => {
      if (value === undefined || value === null || value === '') return '';
      const key = path.at(-1);
      if (key === 'channel') return words.channel(String(value));
      if (key === 'gender') return words.gender(String(value));
      if (key === 'receivedAt') return words.received(String(value));
      if (key === 'mostPressing') return words.issue(String(value));
      if (key === 'birth') return words.birth(value as never);
      if (key === 'address') return words.address(value as never);
      if (key === 'consent') return words.consent(value as never);
      if (typeof value === 'object') return plain(value);
      return String(value);
    },
  };
}

/** What stands in a row or list, without the identifiers nobody reads. */
function plain(value: Json): string {
  if (Array.isArray(value)) return value.map(plain).join('\n');
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .filter(([k]) => k !== 'id' && k !== 'agencyId')
      .map(([, v]) => plain(v))
      .filter(Boolean)
      .join(' ');
  }
  return value === undefined || value === null ? '' : String(value);
}

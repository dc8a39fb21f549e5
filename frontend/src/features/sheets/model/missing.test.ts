import { expect, it } from 'vitest';
import { formOf } from './content';
import { emptyMember } from './form';
import { missingOf, writtenIn } from './missing';

const ready = () =>
  formOf({
    subject: { name: '山田', consent: { state: 'unconfirmed' } },
    issues: ['care'],
    purposeNotice: { shown: true },
  });
const codes = (f: ReturnType<typeof ready>) => missingOf(f).map((m) => `${m.name} ${m.code}`);

it('an empty sheet lacks whom, what, the notice and the consent, in the order of the form', () => {
  expect(codes(formOf({}))).toEqual([
    'subject.name subjectName',
    'issues issues',
    'purposeNotice.shown purposeNotice',
    'subject.consent.state consent',
  ]);
});

it('a description stands for a name nobody knows', () => {
  const f = ready();
  f.subject.name = '';
  f.subject.description = '公園の男性';
  expect(codes(f)).toEqual([]);
});

it('each written member needs a consent state; an empty row needs nothing', () => {
  const f = ready();
  f.members = [emptyMember('a'), { ...emptyMember('b'), name: '健一' }];
  expect(missingOf(f)).toEqual([
    { name: 'members.1.consent.state', section: 'consent', code: 'memberConsent', who: '健一', others: 0 },
  ]);
  f.members.push({ ...emptyMember('c'), relation: '長女' });
  expect(missingOf(f)).toMatchObject([{ name: 'members.1.consent.state', code: 'memberConsents', others: 1 }]);
});

it('その他 needs words, and what cannot be read is named', () => {
  const f = ready();
  f.issues = ['other'];
  f.subject.birth = { ...f.subject.birth, precision: 'day', dateText: '昭和' };
  f.members = [{ ...emptyMember('a'), name: '健一', age: '131', consent: { ...ready().subject.consent } }];
  f.householdSize = '99';
  expect(codes(f)).toEqual([
    'subject.birth.date date',
    'otherIssue otherIssue',
    'householdSize householdSize',
    'members.0.age age',
  ]);
});

it('texts are counted as readers count', () => {
  const f = ready();
  f.request = '𠮷'.repeat(2000);
  expect(codes(f)).toEqual([]);
  f.request += '。';
  expect(codes(f)).toEqual(['request tooLong']);
});

it('knows which sections have something in them', () => {
  const f = ready();
  expect([writtenIn(f, 'subject'), writtenIn(f, 'household'), writtenIn(f, 'consent')]).toEqual([true, false, true]);
});

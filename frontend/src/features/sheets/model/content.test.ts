import { describe, expect, it } from 'vitest';
import type { SheetContent } from '@/api/generated';
import { canonical, contentOf, formOf, freshContent, wholeNumber, yearOf } from './content';
import { emptyMember, type SheetForm } from './form';
import { tidyTime } from './time';

const full: SheetContent = {
  receivedAt: '2026-11-22T04:05:00Z',
  channel: 'home_visit',
  receivedBy: '包括 花子',
  subject: {
    name: '渡邉󠄀 𠮷子',
    kana: 'わたなべ よしこ',
    otherNames: [{ kind: 'former', name: '髙橋', kana: 'たかはし' }],
    gender: 'female',
    birth: { precision: 'day', date: '1940-04-02' },
    address: { kind: 'in_city', postalCode: '703-8256', town: '浜一丁目', lot: '2-3', ward: 'naka', district: '操山' },
    phoneHome: '086-000-0000',
    phoneMobile: '090-0000-0000',
    consent: { state: 'given', method: 'oral', recordedOn: '2026-11-22', explainedBy: '包括 花子', note: '電話でも' },
  },
  visitor: { name: '渡邉 健一', kana: 'わたなべ けんいち', relation: '長男', phone: '090-1111-2222', note: '夕方' },
  issues: ['care', 'debt'],
  mostPressing: 'care',
  householdSize: 2,
  members: [
    {
      id: '01a20241-f289-73b3-ad79-4e8f723ab783',
      name: '渡邉 健一',
      age: 53,
      ageToldOn: '2026-11-22',
      gender: 'male',
      relation: '長男',
      note: '仕事をしていない',
      consent: { state: 'unconfirmed' },
    },
  ],
  request: '一行目\n二行目',
  wishes: '家で暮らしたい',
  referrals: [{ agencyId: '01a20241-f289-73b3-ad79-4e8f723ab784', agencyName: '寄り添い', reason: '家計' }],
  features: ['eighty_fifty'],
  danger: true,
  dangerNote: '食べていない',
  purposeNotice: { shown: true, shownOn: '2026-11-22', method: 'oral' },
};

const blank = (): SheetForm => formOf({});

describe('document and form', () => {
  it('give each other back unchanged', () => {
    expect(contentOf(formOf(full))).toEqual(full);
  });

  it('an empty form is an empty document', () => {
    expect(contentOf(blank())).toEqual({});
  });

  it('a fresh sheet says who received it and when, in Japan’s time', () => {
    const fresh = freshContent('包括 花子', new Date('2026-11-22T15:30:40.123Z'));
    expect(fresh).toEqual({ receivedAt: '2026-11-22T15:30:00Z', receivedBy: '包括 花子' });
    expect(formOf(fresh)).toMatchObject({ receivedDate: '2026-11-23', receivedTime: '00:30' });
  });

  it('seconds and offsets of the server are no difference', () => {
    const server = canonical({ receivedAt: '2026-11-22T13:05:42.5+09:00' });
    expect(server).toEqual({ receivedAt: '2026-11-22T04:05:00Z' });
  });

  it('what nobody filled in is not sent: empty rows, blanks, the visitor when 本人 came', () => {
    const form = { ...blank(), visitor: { ...blank().visitor, name: '長男' }, request: ' 　\n' };
    form.members = [emptyMember('a'), { ...emptyMember('b'), relation: '長女' }];
    form.referrals = [{ agencyId: '', agencyName: '', reason: '' }];
    expect(contentOf(form)).toEqual({ members: [{ id: 'b', relation: '長女' }] });
  });

  it('the most pressing issue goes when its tick is taken away', () => {
    expect(contentOf({ ...blank(), issues: ['care'], mostPressing: 'debt' })).toEqual({ issues: ['care'] });
  });
});

describe('a birth date as far as it is known', () => {
  const birth = (b: Partial<SheetForm['subject']['birth']>) => {
    const form = blank();
    form.subject.birth = { ...form.subject.birth, date: '1940-04-02', ...b };
    return contentOf(form).subject?.birth;
  };
  it('sends only what belongs to the chosen precision', () => {
    expect(birth({ precision: 'day' })).toEqual({ precision: 'day', date: '1940-04-02' });
    expect(birth({ precision: 'month', year: '昭和15年', month: '４' })).toEqual({
      precision: 'month',
      year: 1940,
      month: 4,
    });
    expect(birth({ precision: 'year', year: 'S15' })).toEqual({ precision: 'year', year: 1940 });
    expect(birth({ precision: 'age', age: '８６歳', ageToldOn: '2026-11-22' })).toEqual({
      precision: 'age',
      age: 86,
      ageToldOn: '2026-11-22',
    });
    expect(birth({ precision: 'unknown' })).toEqual({ precision: 'unknown' });
  });
});

it('reads years of both calendars', () => {
  expect(['1940', '１９４０年', 'S15', '昭和15', '平成元', 'R1', '昭和64', 'いつか'].map(yearOf)).toEqual([
    1940,
    1940,
    1940,
    1940,
    1989,
    2019,
    1989,
    undefined,
  ]);
});

it('reads numbers as people type them', () => {
  expect(['８３', '83歳', ' 5 人', '五', '-1', ''].map(wholeNumber)).toEqual([
    83,
    83,
    5,
    undefined,
    undefined,
    undefined,
  ]);
});

it('reads times of day', () => {
  expect(['1605', '16:05', '１６：０５', '午後4時5分', '9時', '905', '25:00', '昼'].map(tidyTime)).toEqual([
    '16:05',
    '16:05',
    '16:05',
    '16:05',
    '09:00',
    '09:05',
    '25:00',
    '昼',
  ]);
});

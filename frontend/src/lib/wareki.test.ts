import { describe, expect, it } from 'vitest';
import { eraOf, fiscalYear, formatFiscalYear, formatWareki, parseDate } from './wareki';

describe('parseDate', () => {
  it.each([
    ['S55.3.2', '1980-03-02'],
    ['s55.3.2', '1980-03-02'],
    ['昭和55年3月2日', '1980-03-02'],
    ['昭和５５年３月２日', '1980-03-02'],
    ['昭55-3-2', '1980-03-02'],
    ['Ｓ５５．３．２', '1980-03-02'],
    ['S550302', '1980-03-02'],
    ['19800302', '1980-03-02'],
    ['１９８００３０２', '1980-03-02'],
    ['1980/3/2', '1980-03-02'],
    ['1980ー3ー2', '1980-03-02'],
    ['1980-03-02', '1980-03-02'],
    [' 昭和 55年 3月 2日 ', '1980-03-02'],
    ['令和元年5月1日', '2019-05-01'],
    ['R1.5.1', '2019-05-01'],
    ['㍻2.1.1', '1990-01-01'],
    ['平成元年1月8日', '1989-01-08'],
    ['昭和64年1月7日', '1989-01-07'],
    ['大正15年12月24日', '1926-12-24'],
    ['H12.2.29', '2000-02-29'],
  ])('reads %s', (text, date) => {
    expect(parseDate(text)).toEqual({ ok: true, date });
  });

  it.each(['2月30日', '', 'きのう', '55.3.2', 'S.3.2', 'X55.3.2', '1980/3', '平成0年1月1日'])(
    'cannot read %s',
    (text) => {
      expect(parseDate(text)).toEqual({ ok: false, fault: 'format' });
    },
  );

  it.each(['昭和55年2月30日', '1981-02-29', 'H13.2.29', '20261301', '1980-4-31', '19800100'])(
    'refuses %s, a day that does not exist',
    (text) => {
      expect(parseDate(text)).toEqual({ ok: false, fault: 'no_such_day' });
    },
  );

  it('refuses an era outside its bounds and says which day was meant', () => {
    expect(parseDate('平成元年1月7日')).toEqual({ ok: false, fault: 'outside_era', meant: '1989-01-07' });
    expect(parseDate('昭和64年1月8日')).toEqual({ ok: false, fault: 'outside_era', meant: '1989-01-08' });
    expect(parseDate('昭和元年12月24日')).toEqual({ ok: false, fault: 'outside_era', meant: '1926-12-24' });
    expect(parseDate('平成31年5月1日')).toEqual({ ok: false, fault: 'outside_era', meant: '2019-05-01' });
  });

  it('refuses days before the Gregorian calendar came to Japan', () => {
    expect(parseDate('明治5年12月2日')).toEqual({ ok: false, fault: 'too_early' });
    expect(parseDate('M6.1.1')).toEqual({ ok: true, date: '1873-01-01' });
  });
});

describe('formatWareki', () => {
  it('writes both styles and 元年', () => {
    expect(formatWareki('1980-03-02')).toBe('昭和55年3月2日');
    expect(formatWareki('1980-03-02', 'short')).toBe('S55.3.2');
    expect(formatWareki('2019-05-01')).toBe('令和元年5月1日');
    expect(formatWareki('2019-04-30')).toBe('平成31年4月30日');
  });

  it('reads back what it wrote for the last day and first day of every era', () => {
    for (const date of ['1912-07-29', '1912-07-30', '1926-12-24', '1926-12-25', '1989-01-07', '1989-01-08']) {
      expect(parseDate(formatWareki(date))).toEqual({ ok: true, date });
      expect(parseDate(formatWareki(date, 'short'))).toEqual({ ok: true, date });
    }
  });

  it('leaves text that is no date alone', () => {
    expect(formatWareki('1980-02-30')).toBe('1980-02-30');
    expect(eraOf('1600-10-21')).toBeUndefined();
  });
});

describe('fiscal year', () => {
  it('turns on the first of April', () => {
    expect(fiscalYear('2020-03-31')).toBe(2019);
    expect(fiscalYear('2020-04-01')).toBe(2020);
    expect(() => fiscalYear('2020-02-30')).toThrow(RangeError);
  });

  it('is written as in the published statistics', () => {
    expect([2018, 2019, 2020].map((y) => formatFiscalYear(y, 'short'))).toEqual(['H30', 'R元', 'R2']);
    expect(formatFiscalYear(2019)).toBe('令和元年度');
  });
});

/**
 * Japanese calendar dates. A calendar date is always the text `YYYY-MM-DD`; no time zone enters here.
 * Era bounds: 元号法 and the 改元 ordinances (令和 2019-05-01, 平成 1989-01-08, 昭和 1926-12-25, 大正 1912-07-30).
 * 明治 starts for us at 明治6年 (1873-01-01), when Japan took up the Gregorian calendar.
 */
export interface Era {
  readonly name: string;
  readonly short: string;
  readonly letter: string;
  /** First day as YYYY-MM-DD. */
  readonly from: string;
  /** Gregorian year of 元年. */
  readonly firstYear: number;
}

export const ERAS: readonly Era[] = [
  { name: '令和', short: '令', letter: 'R', from: '2019-05-01', firstYear: 2019 },
  { name: '平成', short: '平', letter: 'H', from: '1989-01-08', firstYear: 1989 },
  { name: '昭和', short: '昭', letter: 'S', from: '1926-12-25', firstYear: 1926 },
  { name: '大正', short: '大', letter: 'T', from: '1912-07-30', firstYear: 1912 },
  { name: '明治', short: '明', letter: 'M', from: '1873-01-01', firstYear: 1868 },
];

/** Why a text is no date: unreadable, a day that does not exist, outside its era, or before 明治6年. */
export type DateFault = 'format' | 'no_such_day' | 'outside_era' | 'too_early';

export type ParsedDate =
  | { readonly ok: true; readonly date: string }
  /** `meant` is the same Gregorian day, for "平成元年1月3日は昭和64年1月3日です". */
  | { readonly ok: false; readonly fault: DateFault; readonly meant?: string };

const ERA_PATTERN = '明治|大正|昭和|平成|令和|明|大|昭|平|令|[MTSHR]';
const SEP_YEAR = '(?:年|[-./])';
const SEP_MONTH = '(?:月|[-./])';
const WAREKI = new RegExp(`^(${ERA_PATTERN})\\.?(\\d{1,2}|元)${SEP_YEAR}(\\d{1,2})${SEP_MONTH}(\\d{1,2})日?$`);
const WAREKI_PACKED = new RegExp(`^(${ERA_PATTERN})(\\d{2})(\\d{2})(\\d{2})$`);
const SEIREKI = new RegExp(`^(\\d{4})${SEP_YEAR}(\\d{1,2})${SEP_MONTH}(\\d{1,2})日?$`);
const SEIREKI_PACKED = /^(\d{4})(\d{2})(\d{2})$/;

/** Reads S55.3.2, 昭和55年3月2日, 昭55-3-2, S550302, 1980/3/2, 19800302, and the same in full-width characters. */
export function parseDate(text: string): ParsedDate {
  const t = tidy(text);
  const western = SEIREKI.exec(t) ?? SEIREKI_PACKED.exec(t);
  if (western) return gregorian(Number(western[1]), Number(western[2]), Number(western[3]));
  const japanese = WAREKI.exec(t) ?? WAREKI_PACKED.exec(t);
  if (!japanese) return { ok: false, fault: 'format' };
  const era = ERAS.find((e) => [e.name, e.short, e.letter].includes(japanese[1] ?? ''));
  const yearOfEra = japanese[2] === '元' ? 1 : Number(japanese[2]);
  if (!era || yearOfEra < 1) return { ok: false, fault: 'format' };
  const parsed = gregorian(era.firstYear + yearOfEra - 1, Number(japanese[3]), Number(japanese[4]));
  if (!parsed.ok) return parsed;
  return eraOf(parsed.date) === era ? parsed : { ok: false, fault: 'outside_era', meant: parsed.date };
}

/** NFKC folds full-width digits and ㍻; the dashes people type for a separator become one. */
function tidy(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[‐‑‒–—―−ー・、。]/g, '-')
    .replace(/\s+/g, '');
}

function gregorian(year: number, month: number, day: number): ParsedDate {
  if (!dayExists(year, month, day)) return { ok: false, fault: 'no_such_day' };
  const date = isoDate(year, month, day);
  return date < '1873-01-01' ? { ok: false, fault: 'too_early' } : { ok: true, date };
}

function dayExists(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** YYYY-MM-DD of the three numbers, which must be a real day. */
export function isoDate(year: number, month: number, day: number): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** Year, month (1–12) and day of a YYYY-MM-DD text, or undefined when it is no real day. */
export function dateParts(date: string): { year: number; month: number; day: number } | undefined {
  const m = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  if (!m) return undefined;
  const [year, month, day] = [Number(m[1]), Number(m[2]), Number(m[3])];
  return dayExists(year, month, day) ? { year, month, day } : undefined;
}

/** The era a date lies in, or undefined before 明治6年. */
export function eraOf(date: string): Era | undefined {
  return ERAS.find((e) => date >= e.from);
}

/** 昭和55年3月2日 (long) or S55.3.2 (short); the western date when the era is unknown. */
export function formatWareki(date: string, style: 'long' | 'short' = 'long'): string {
  const parts = dateParts(date);
  if (!parts) return date;
  const era = eraOf(date);
  if (!era) return `${parts.year}年${parts.month}月${parts.day}日`;
  const n = parts.year - era.firstYear + 1;
  if (style === 'short') return `${era.letter}${n}.${parts.month}.${parts.day}`;
  return `${era.name}${n === 1 ? '元' : n}年${parts.month}月${parts.day}日`;
}

/** The 年度 (April to March) a date falls in, by its western year. */
export function fiscalYear(date: string): number {
  const parts = dateParts(date);
  if (!parts) throw new RangeError(`not a date: ${date}`);
  return parts.month >= 4 ? parts.year : parts.year - 1;
}

/** H30, R元, R2 (short) or 令和元年度 (long). A 年度 carries the era of its 31 December, so 2019 is R元. */
export function formatFiscalYear(year: number, style: 'long' | 'short' = 'long'): string {
  const era = eraOf(isoDate(year, 12, 31));
  if (!era) return `${year}年度`;
  const n = year - era.firstYear + 1;
  const shown = n === 1 ? '元' : String(n);
  return style === 'short' ? `${era.letter}${shown}` : `${era.name}${shown}年度`;
}

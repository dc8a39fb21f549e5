import type { Member, Referral, SheetContent } from '@/api/generated';

/** Places on the first page, in lines and rows; what is more goes to 別紙. */
export const PAPER = {
  /** Full-width characters of a line of the text boxes: 148 mm at 9.5 pt. */
  perLine: 43,
  requestLines: 7,
  wishLines: 3,
  members: 5,
  referrals: 3,
  /** Lines a reason may have beside the agency's name. */
  reasonLines: 2,
  reasonPerLine: 33,
} as const;

export interface TextBox {
  /** As many lines as the box has, blank ones included. */
  readonly lines: readonly string[];
  readonly continued: boolean;
}

export interface Attachment {
  readonly kind: 'request' | 'wishes' | 'members' | 'referrals';
  readonly text?: string;
  readonly members?: readonly Member[];
  readonly referrals?: readonly Referral[];
}

export interface PaperLayout {
  readonly request: TextBox;
  readonly wishes: TextBox;
  /** Blank rows are undefined, to be filled in by hand. */
  readonly members: readonly (Member | undefined)[];
  readonly referrals: readonly (Referral | undefined)[];
  readonly attachments: readonly Attachment[];
}

/** What stands on the first page and what goes on: nothing is cut off, nothing is printed smaller. */
export function paperLayout(c: SheetContent): PaperLayout {
  const attachments: Attachment[] = [];
  const [members, moreMembers] = split(c.members ?? [], PAPER.members);
  const long = (r: Referral) => wrap(r.reason ?? '', PAPER.reasonPerLine).length > PAPER.reasonLines;
  const referrals = c.referrals ?? [];
  const [shownReferrals, moreReferrals] = split(referrals, PAPER.referrals);
  const request = box(c.request ?? '', PAPER.requestLines);
  const wishes = box(c.wishes ?? '', PAPER.wishLines);
  if (moreMembers.length > 0) attachments.push({ kind: 'members', members: moreMembers });
  if (request.continued) attachments.push({ kind: 'request', text: rest(c.request ?? '', PAPER.requestLines) });
  if (wishes.continued) attachments.push({ kind: 'wishes', text: rest(c.wishes ?? '', PAPER.wishLines) });
  if (moreReferrals.length > 0 || shownReferrals.some(long)) {
    attachments.push({ kind: 'referrals', referrals: [...shownReferrals.filter(long), ...moreReferrals] });
  }
  return {
    request,
    wishes,
    members: padded(members, PAPER.members),
    referrals: padded(shownReferrals, PAPER.referrals),
    attachments,
  };
}

function box(text: string, lines: number): TextBox {
  const all = wrap(text, PAPER.perLine);
  const continued = all.length > lines;
  const shown = continued ? all.slice(0, lines - 1) : all;
  return { lines: [...shown, ...Array<string>(lines - shown.length).fill('')], continued };
}

/** The text after the lines of the first page: the line that says 別紙へ続く takes one of them. */
function rest(text: string, lines: number): string {
  return wrap(text, PAPER.perLine)
    .slice(lines - 1)
    .join('\n');
}

const segmenter = new Intl.Segmenter('ja', { granularity: 'grapheme' });
/** 行頭禁則: such a character hangs over the end of the line instead of opening the next. */
const NEVER_FIRST = /^[、。，．・：；？！」』）〕］｝】〉》ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ)\].,!?:;]/;

/** Breaks a text into lines of so many full-width characters. */
export function wrap(text: string, perLine: number): string[] {
  if (text.trim() === '') return [];
  return text
    .replace(/\r\n?/g, '\n')
    .trimEnd()
    .split('\n')
    .flatMap((paragraph) => wrapParagraph(paragraph, perLine));
}

function wrapParagraph(paragraph: string, perLine: number): string[] {
  const out: string[] = [];
  let line = '';
  let width = 0;
  for (const { segment } of segmenter.segment(paragraph)) {
    const w = widthOf(segment);
    if (width + w > perLine && !(NEVER_FIRST.test(segment) && width + w <= perLine + 1)) {
      out.push(line);
      line = '';
      width = 0;
    }
    line += segment;
    width += w;
  }
  return [...out, line];
}

/** In full-width characters. The print face sets Latin letters up to two thirds of one. */
function widthOf(segment: string): number {
  return /^[\u0020-\u007e\uff61-\uff9f]/.test(segment) ? 0.66 : 1;
}

function split<T>(rows: readonly T[], at: number): [T[], T[]] {
  return [rows.slice(0, at), rows.slice(at)];
}

function padded<T>(rows: readonly T[], length: number): (T | undefined)[] {
  return [...rows, ...Array<undefined>(Math.max(0, length - rows.length)).fill(undefined)];
}

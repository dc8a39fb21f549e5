import { narrowAscii } from '@/lib/kana';

/** 午後4時5分, 16時, 1605, １６：０５ → 16:05; what is no time of day stays as it was typed. */
export function tidyTime(text: string): string {
  const plain = narrowAscii(text).replace(/\s/g, '');
  const m = /^(午前|午後)?(\d{1,2})(?:[:時.]?(\d{2})|[:時](\d{1,2}))?分?時?$/.exec(plain);
  if (!m) return text;
  const hour = Number(m[2]) + (m[1] === '午後' && Number(m[2]) < 12 ? 12 : 0);
  const minute = Number(m[3] ?? m[4] ?? 0);
  if (hour > 23 || minute > 59) return text;
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

/** HH:MM of what was typed, or undefined. */
export function timeOf(text: string): string | undefined {
  const tidy = tidyTime(text);
  return /^\d{2}:\d{2}$/.test(tidy) ? tidy : undefined;
}

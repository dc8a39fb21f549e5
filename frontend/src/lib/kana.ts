/**
 * Kana and widths. Names are never run through NFKC as a whole: it would replace compatibility ideographs (神 U+FA19),
 * and a name must come back as it was typed.
 */

/** Half-width kana (ﾔﾏﾀﾞ) to full width (ヤマダ); everything else stays. */
export function widenKana(text: string): string {
  return text.replace(/[\uFF61-\uFF9F]+/g, (run) => run.normalize('NFKC'));
}

/** Katakana to hiragana; the long-vowel mark, kanji and letters stay. */
export function toHiragana(text: string): string {
  return text.replace(/[\u30A1-\u30F6\u30FD\u30FE]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0x60));
}

/** Full-width letters, digits, signs and the ideographic space to ASCII; everything else stays. */
export function narrowAscii(text: string): string {
  return text.replace(/[\uFF01-\uFF5E]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replace(/\u3000/g, ' ');
}

/** A name as it goes to the server: half-width kana widened, outer spaces gone, inner runs of spaces made one. */
export function tidyName(text: string): string {
  return widenKana(text)
    .replace(/[\s\u3000]+/g, ' ')
    .trim();
}

/** A reading as it goes to the server: hiragana, however it was typed or pasted. */
export function tidyKana(text: string): string {
  return toHiragana(tidyName(text));
}

/** Phone numbers, postal codes: ASCII digits with plain hyphens. */
export function tidyNumberText(text: string): string {
  return narrowAscii(text)
    .replace(/[‐‑‒–—―−ー]/g, '-')
    .trim();
}

/** True when a text can be a reading: kana, long-vowel mark, 中黒 and spaces only. */
export function isKana(text: string): boolean {
  return /^[\u3041-\u3096\u309D\u309E\u30A1-\u30FE\uFF66-\uFF9F\s\u3000]+$/.test(text);
}

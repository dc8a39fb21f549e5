/** A whole number as people type it (「２１」, with its unit); undefined where it is none, or has more than six digits. */
export function wholeNumber(text: string, unit: RegExp = /(?!)/): number | undefined {
  const plain = text
    .normalize('NFKC')
    .trim()
    .replace(new RegExp(`(?:${unit.source})$`), '')
    .trim();
  return /^\d{1,6}$/.test(plain) ? Number(plain) : undefined;
}

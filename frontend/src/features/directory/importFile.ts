import { agencyColumns } from './importColumns';

/** The server takes 1 MiB. */
const LARGEST = 1_048_576;

export type FileFault = 'empty' | 'tooLarge' | 'spreadsheet' | 'encoding';
export type ReadFile = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly fault: FileFault };

/** Reads a CSV as text: UTF-8, or the Shift_JIS that Excel still writes on Japanese Windows. */
export async function readCsv(file: Blob): Promise<ReadFile> {
  if (file.size === 0) return { ok: false, fault: 'empty' };
  if (file.size > LARGEST) return { ok: false, fault: 'tooLarge' };
  const bytes = new Uint8Array(await file.arrayBuffer());
  // An .xlsx is a zip archive, an old .xls an OLE file.
  const start = [...bytes.slice(0, 4)].map((b) => b.toString(16).padStart(2, '0')).join('');
  if (start === '504b0304' || start === 'd0cf11e0') return { ok: false, fault: 'spreadsheet' };
  const text = decode(bytes, 'utf-8') ?? decode(bytes, 'shift_jis');
  if (text === undefined) return { ok: false, fault: 'encoding' };
  // Shift_JIS may become longer as UTF-8.
  if (new TextEncoder().encode(text).length > LARGEST) return { ok: false, fault: 'tooLarge' };
  return { ok: true, text };
}

function decode(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** CSV for Excel: byte order mark, CRLF, and cells that would be formulas made harmless. */
export function csvOf(rows: readonly (readonly (string | number)[])[]): string {
  return `\ufeff${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

function cell(value: string | number): string {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** An empty file with the headings. */
export function templateCsv(): string {
  return csvOf([agencyColumns.map((c) => c.name)]);
}

/** Offers text as a download under a name. */
export function download(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** A cell of a table to take away: a text, a number, or nothing. */
export type Cell = string | number | undefined;

/** The table as Excel opens it: UTF-8 with BOM, CRLF, and no text that a spreadsheet takes for a formula (OWASP: CSV injection). */
export function csvOf(rows: readonly (readonly Cell[])[]): Blob {
  const lines = rows.map((row) => row.map(csvCell).join(','));
  return new Blob([`\uFEFF${lines.join('\r\n')}\r\n`], { type: 'text/csv;charset=utf-8' });
}

function csvCell(cell: Cell): string {
  if (typeof cell !== 'string') return cell === undefined ? '' : String(cell);
  const text = /^[=+\-@\t\r＝＋－＠]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * The table as a workbook of one sheet, named by the table's title: numbers are numbers, texts are texts whatever they begin
 * with, the head is bold.
 */
export function xlsxOf(rows: readonly (readonly Cell[])[], title: string): Blob {
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const packaged = 'http://schemas.openxmlformats.org/package/2006';
  const kind = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const sheet = rows.map((row, r) => `<row r="${r + 1}">${row.map((c, i) => xlsxCell(c, r, i)).join('')}</row>`);
  const parts: [string, string][] = [
    [
      '[Content_Types].xml',
      `<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${kind}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${kind}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${kind}.styles+xml"/></Types>`,
    ],
    [
      '_rels/.rels',
      `<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      'xl/workbook.xml',
      `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="${escaped(sheetName(title))}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
    ],
    [
      'xl/styles.xml',
      `<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/></cellXfs></styleSheet>`,
    ],
    ['xl/worksheets/sheet1.xml', `<worksheet xmlns="${main}"><sheetData>${sheet.join('')}</sheetData></worksheet>`],
  ];
  return new Blob(
    zipped(parts.map(([name, text]) => [name, `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>${text}`])),
    { type: `${kind}.sheet` },
  );
}

function xlsxCell(cell: Cell, row: number, column: number): string {
  const at = `r="${columnName(column)}${row + 1}"${row === 0 ? ' s="1"' : ''}`;
  if (cell === undefined) return '';
  if (typeof cell === 'number') return `<c ${at}><v>${cell}</v></c>`;
  return `<c ${at} t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`;
}

function columnName(n: number): string {
  return (n >= 26 ? columnName(Math.floor(n / 26) - 1) : '') + String.fromCharCode(65 + (n % 26));
}

/** What Excel takes for the name of a sheet: 1 to 31 UTF-16 units, none of []:*?/\\, no quote at either end. */
function sheetName(title: string): string {
  let name = '';
  for (const letter of title.replace(/[[\]:*?/\\]/g, ' ')) {
    if (name.length + letter.length > 31) break;
    name += letter;
  }
  return name.replace(/^[' ]+|[' ]+$/g, '') || '表';
}

function escaped(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 holds none of these.
  const clean = text.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '');
  return clean.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** A zip archive whose parts are stored as they are. */
function zipped(parts: readonly (readonly [string, string])[]): Uint8Array<ArrayBuffer>[] {
  const utf8 = new TextEncoder();
  const out: Uint8Array<ArrayBuffer>[] = [];
  const index: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  for (const [path, text] of parts) {
    const name = utf8.encode(path);
    const content = utf8.encode(text);
    const crc = crc32(content);
    // version, flags (names are UTF-8), stored, time, 1980-01-01, sum, sizes, lengths
    const facts = [
      20,
      2,
      0x800,
      2,
      0,
      2,
      0,
      2,
      0x21,
      2,
      crc,
      4,
      content.length,
      4,
      content.length,
      4,
      name.length,
      2,
      0,
      2,
    ];
    const head = packed([0x04034b50, 4, ...facts]);
    index.push(packed([0x02014b50, 4, 20, 2, ...facts, 0, 2, 0, 2, 0, 2, 0, 4, offset, 4]), name);
    out.push(head, name, content);
    offset += head.length + name.length + content.length;
  }
  const size = index.reduce((n, part) => n + part.length, 0);
  const end = packed([0x06054b50, 4, 0, 2, 0, 2, parts.length, 2, parts.length, 2, size, 4, offset, 4, 0, 2]);
  return [...out, ...index, end];
}

/** Numbers and how many bytes each takes, little end first. */
function packed(pairs: readonly number[]): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [];
  for (let i = 0; i < pairs.length; i += 2) {
    for (let b = 0; b < (pairs[i + 1] ?? 0); b++) bytes.push(((pairs[i] ?? 0) >>> (8 * b)) & 0xff);
  }
  return new Uint8Array(bytes);
}

function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

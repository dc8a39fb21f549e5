import { crc32, inflateRawSync } from 'node:zlib';

/** Writes texts into the empty form, right of the labels, as a spreadsheet would: no library of ours has a part in it. */
export function filled(blank: Buffer, values: Record<string, string>): Buffer {
  const parts = unzipped(blank);
  const texts = [...text(parts, 'xl/sharedStrings.xml').matchAll(/<si>(.*?)<\/si>/gs)].map((m) =>
    (m[1] ?? '').replace(/<[^>]*>/g, ''),
  );
  let sheet = text(parts, 'xl/worksheets/sheet1.xml');
  for (const [label, value] of Object.entries(values)) {
    const index = texts.indexOf(label);
    const at = new RegExp(`<c r="([A-Z])(\\d+)"[^>]*t="s"[^>]*><v>${index}</v>`).exec(sheet);
    if (index < 0 || !at) throw new Error(`no place ${label}`);
    const cell = `${String.fromCharCode((at[1] ?? 'A').charCodeAt(0) + 1)}${at[2]}`;
    const before = sheet;
    sheet = sheet.replace(
      new RegExp(`<c r="${cell}"( s="\\d+")?(></c>|/>)`),
      `<c r="${cell}"$1 t="inlineStr"><is><t>${value}</t></is></c>`,
    );
    if (sheet === before) throw new Error(`no cell ${cell}`);
  }
  parts.set('xl/worksheets/sheet1.xml', Buffer.from(sheet));
  return zipped(parts);
}

function text(parts: Map<string, Buffer>, name: string): string {
  return parts.get(name)?.toString('utf8') ?? '';
}

/** The parts of an archive, by its central directory. */
function unzipped(raw: Buffer): Map<string, Buffer> {
  const parts = new Map<string, Buffer>();
  const end = raw.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  let at = raw.readUInt32LE(end + 16);
  for (let n = raw.readUInt16LE(end + 10); n > 0; n--) {
    const [method, size, name] = [raw.readUInt16LE(at + 10), raw.readUInt32LE(at + 20), raw.readUInt16LE(at + 28)];
    const local = raw.readUInt32LE(at + 42);
    const start = local + 30 + raw.readUInt16LE(local + 26) + raw.readUInt16LE(local + 28);
    const packed = raw.subarray(start, start + size);
    parts.set(raw.toString('utf8', at + 46, at + 46 + name), method === 8 ? inflateRawSync(packed) : packed);
    at += 46 + name + raw.readUInt16LE(at + 30) + raw.readUInt16LE(at + 32);
  }
  return parts;
}

function zipped(parts: Map<string, Buffer>): Buffer {
  const body: Buffer[] = [];
  const index: Buffer[] = [];
  let offset = 0;
  for (const [path, content] of parts) {
    const name = Buffer.from(path);
    const facts = Buffer.alloc(26); // version, flags, method, time, sum, sizes, length of the name
    facts.writeUInt16LE(20, 0);
    facts.writeUInt32LE(crc32(content), 10);
    facts.writeUInt32LE(content.length, 14);
    facts.writeUInt32LE(content.length, 18);
    facts.writeUInt16LE(name.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    const head = Buffer.concat([Buffer.from('PK\x03\x04'), facts, name, content]);
    index.push(Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 0]), facts, place, name]));
    body.push(head);
    offset += head.length;
  }
  const directory = Buffer.concat(index);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.size, 4);
  end.writeUInt16LE(parts.size, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...body, directory, Buffer.from('PK\x05\x06'), end]);
}

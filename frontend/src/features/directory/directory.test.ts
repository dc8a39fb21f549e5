import { describe, expect, it } from 'vitest';
import { houkatsu, reference, yorisoi } from './fixtures';
import { grouped } from './grouped';
import { agencyColumns } from './importColumns';
import { csvOf, readCsv, templateCsv } from './importFile';
import { agencySearch, narrowed } from './search';

describe('what narrows the list', () => {
  it('drops a district when another ward is chosen, and keeps it within its own', () => {
    expect(narrowed({ ward: 'naka', district: '操山' }, { ward: 'higashi' }, reference)).toEqual({ ward: 'higashi' });
    expect(narrowed({ district: '操山' }, { ward: 'naka' }, reference)).toEqual({ ward: 'naka', district: '操山' });
  });

  it('leaves nothing empty in the address, and no default', () => {
    expect(narrowed({ q: '包括', sort: 'kind' }, { q: '', sort: 'kana' }, reference)).toEqual({});
  });

  it('reads an address with nonsense in it as far as it makes sense', () => {
    expect(agencySearch.parse({ ward: 'naka', sort: 'color', field: 7 })).toEqual({ ward: 'naka' });
  });
});

describe('the printed directory', () => {
  it('names an agency in each of its fields, the whole city first, then the wards in their order', () => {
    const higashi = { ...houkatsu, id: 'h', wards: ['higashi', 'naka'], fields: ['elderly', 'disability'] };
    const groups = grouped([higashi, houkatsu, yorisoi], reference);
    expect(groups.map((g) => [g.field, g.wards.map((w) => [w.ward, w.agencies.map((a) => a.id)])])).toEqual([
      [
        'elderly',
        [
          ['naka', ['h', houkatsu.id]],
          ['higashi', ['h']],
        ],
      ],
      [
        'disability',
        [
          [undefined, [yorisoi.id]],
          ['naka', ['h']],
          ['higashi', ['h']],
        ],
      ],
      ['livelihood', [[undefined, [yorisoi.id]]]],
    ]);
  });

  it('shows only the field and ward that the list was narrowed by', () => {
    const everywhere = { ...houkatsu, wards: ['naka', 'higashi'] };
    const groups = grouped([everywhere, yorisoi], reference, { field: 'elderly', ward: 'higashi' });
    expect(groups).toEqual([{ field: 'elderly', wards: [{ ward: 'higashi', agencies: [everywhere] }] }]);
  });
});

describe('the file of agencies', () => {
  const blob = (...bytes: number[]) => new Blob([new Uint8Array(bytes)]);

  it('is read as UTF-8 and, as Excel writes it, as Shift_JIS', async () => {
    expect(await readCsv(new Blob(['name\n中区']))).toEqual({ ok: true, text: 'name\n中区' });
    expect(await readCsv(blob(0x92, 0x86, 0x8b, 0xe6))).toEqual({ ok: true, text: '中区' });
  });

  it('is refused with its reason when it is a spreadsheet, empty, too large or in no known encoding', async () => {
    expect(await readCsv(blob(0x50, 0x4b, 0x03, 0x04, 0x14))).toEqual({ ok: false, fault: 'spreadsheet' });
    expect(await readCsv(blob())).toEqual({ ok: false, fault: 'empty' });
    expect(await readCsv(new Blob(['a'.repeat(1_048_577)]))).toEqual({ ok: false, fault: 'tooLarge' });
    expect(await readCsv(blob(0xff, 0xfe, 0x00, 0xff))).toEqual({ ok: false, fault: 'encoding' });
  });

  it('has a template whose headings are the columns of the server', () => {
    expect(templateCsv()).toBe(`\ufeff${agencyColumns.map((c) => c.name).join(',')}\r\n`);
  });

  it('is written so that no cell becomes a formula and quotes survive', () => {
    expect(csvOf([['=1+1', '"よ"', 3]])).toBe(`\ufeff'=1+1,"""よ""",3\r\n`);
  });
});

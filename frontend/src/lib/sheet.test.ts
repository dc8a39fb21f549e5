import { expect, it } from 'vitest';
import { csvOf, xlsxOf } from './sheet';

const bytesOf = (blob: Blob) =>
  new Promise<Uint8Array>((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(new Uint8Array(reader.result as ArrayBuffer));
    reader.onerror = () => reject(reader.error);
    reader.readAsArrayBuffer(blob);
  });

it('writes CSV as Excel opens it', async () => {
  const bytes = await bytesOf(
    csvOf([
      ['区分', 'R8'],
      ['=SUM(A1)', 12],
      ['甲,"乙"', -3],
      ['＠𠮷野', undefined],
    ]),
  );
  expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  expect(new TextDecoder().decode(bytes)).toBe('区分,R8\r\n\'=SUM(A1),12\r\n"甲,""乙""",-3\r\n\'＠𠮷野,\r\n');
});

it('writes a workbook with numbers as numbers and formulas as texts', async () => {
  const bytes = await bytesOf(
    xlsxOf(
      [
        ['区分', '<R8>'],
        ['=SUM(A1)\u0000', 1234],
        ['𠮷野', 1.5, 2],
      ],
      '年度ごとの件数',
    ),
  );
  const text = new TextDecoder().decode(bytes);
  expect(text.slice(0, 2)).toBe('PK');
  expect(text).toContain(
    '<c r="A2" t="inlineStr"><is><t xml:space="preserve">=SUM(A1)</t></is></c><c r="B2"><v>1234</v></c>',
  );
  expect(text).toContain('&lt;R8&gt;');
  expect(text).toContain('<c r="C3"><v>2</v></c>');
  expect(text).not.toContain('<f>');
  expect(text).toContain('<sheet name="年度ごとの件数" sheetId="1"');
});

it('names the sheet as Excel takes it', async () => {
  const named = async (title: string) =>
    /<sheet name="([^"]*)"/.exec(new TextDecoder().decode(await bytesOf(xlsxOf([['a']], title))))?.[1];
  expect(await named("'件/数:[4月]*?'")).toBe('件 数  4月');
  expect(await named('<"甲">&')).toBe('&lt;&quot;甲&quot;&gt;&amp;');
  expect(await named(`${'あ'.repeat(30)}𠮷`)).toBe('あ'.repeat(30)); // no half of a letter
  expect(await named('???')).toBe('表');
});

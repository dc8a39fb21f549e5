import { execFileSync } from 'node:child_process';
import AxeBuilder from '@axe-core/playwright';
import { type Download, expect, type Page, test } from '@playwright/test';
import { Api, household8050 } from './pages/api';
import { PEOPLE, signIn } from './pages/session';

test.setTimeout(120_000);

async function clean(page: Page, name: string) {
  const found = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  expect(found.violations, name).toEqual([]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth + 1);
  expect(wide, `${name} is wider than the window`).toBe(false);
}

/** What stands on the paper, read back by poppler, without spaces. */
async function read(download: Download): Promise<string> {
  return execFileSync('pdftotext', ['-raw', await download.path(), '-'], { encoding: 'utf8' }).replace(/\s/g, '');
}

for (const width of [1280, 820]) {
  test(`a filed sheet becomes a PDF on a ground, and the empty form without one, at ${width} px`, async ({
    page,
    request,
  }, info) => {
    const name = `見本 樫${Date.now() % 100_000}`;
    const api = await Api.as(request, PEOPLE.houkatsu);
    const { caseId, sheetId } = await api.file(household8050(name, 'みほん かし'));
    await page.setViewportSize({ width, height: 900 });
    await signIn(page, PEOPLE.houkatsu);

    await page.goto(`/sheets/${sheetId}`);
    await expect(page.getByRole('button', { name: 'PDFにする' })).toBeVisible();
    await page.screenshot({ path: info.outputPath('sheet.png') });
    await page.getByRole('button', { name: 'PDFにする' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: '記録してPDFにする' }).click();
    await expect(dialog.getByText('提供の根拠を選んでください。').first()).toBeVisible();
    await dialog.getByRole('radio', { name: /そのほかの相手に渡す/ }).check();
    await dialog.getByRole('textbox', { name: /相手の名前/ }).fill('見本病院');
    await dialog.getByRole('radio', { name: /生命・身体・財産の保護/ }).check();
    await clean(page, 'ground of the PDF');
    const coming = page.waitForEvent('download');
    await dialog.getByRole('button', { name: '記録してPDFにする' }).click();
    const paper = await coming;
    expect(paper.suggestedFilename()).toMatch(/^つなぐシート_.+_第1版\.pdf$/);
    const text = await read(paper);
    for (const word of [name.replace(' ', ''), '取扱注意', '1／1', '印刷令和']) expect(text).toContain(word);
    await page.goto(`/cases/${caseId}?tab=sharing`);
    await expect(page.getByRole('rowheader', { name: '見本病院' })).toBeVisible();

    await page.goto('/sheets');
    await clean(page, 'list of sheets');
    await page.screenshot({ path: info.outputPath('sheets.png') });
    const blank = page.waitForEvent('download');
    await page.getByRole('button', { name: '白紙をPDFで保存' }).click();
    const form = await read(await blank);
    expect(form).toContain('ご相談されたい');
    expect(form).not.toContain('印刷');

    await page.goto(`/cases/${caseId}/information`);
    await page.getByRole('button', { name: 'PDFにする' }).click();
    await dialog.getByRole('radio', { name: /内部利用/ }).check();
    await clean(page, 'ground of the information sheet');
    const information = page.waitForEvent('download');
    await dialog.getByRole('button', { name: '記録してPDFにする' }).click();
    const made = await information;
    await made.saveAs(info.outputPath('information.pdf'));
    expect(await read(made)).toContain('当面の方針');

    await page.goto('/agencies');
    const agencies = page.waitForEvent('download');
    await page.getByRole('button', { name: 'PDFで保存' }).click();
    const list = await agencies;
    await list.saveAs(info.outputPath('agencies.pdf'));
    expect(await read(list)).toContain('受け付けるお困りごと');
    await clean(page, 'directory');
    await page.screenshot({ path: info.outputPath('agencies.png') });
  });
}

test('a conference on record gives its notice, agenda and minutes, and the city its yearly table', async ({
  page,
  request,
}, info) => {
  const api = await Api.as(request, PEOPLE.coordinator);
  const { items } = await api.get<{ items: { id: string; number: string; state: string }[] }>('/conferences?when=past');
  const k = items.find((i) => i.state === 'recorded');
  expect(k).toBeDefined();
  await signIn(page, PEOPLE.coordinator);
  await page.goto(`/conferences/${k?.id}`);
  const notice = page.waitForEvent('download');
  await page.getByRole('button', { name: '開催通知（PDF）' }).click();
  expect(await read(await notice)).toContain('の開催について（通知）');
  await clean(page, 'conference');

  const dialog = page.getByRole('dialog');
  for (const [tab, file, word] of [
    ['agenda', `次第_${k?.number}.pdf`, '構成員（'],
    ['decisions', `議事録_${k?.number}.pdf`, '確定した記録'],
  ] as const) {
    await page.goto(`/conferences/${k?.id}/meeting?tab=${tab}`);
    await page.getByRole('button', { name: 'PDFにする' }).click();
    await dialog.getByRole('radio', { name: /内部利用/ }).check();
    const coming = page.waitForEvent('download');
    await dialog.getByRole('button', { name: '記録してPDFにする' }).click();
    const paper = await coming;
    expect(paper.suggestedFilename()).toBe(file);
    await paper.saveAs(info.outputPath(`${tab}.pdf`));
    expect(await read(paper)).toContain(word);
    await clean(page, tab);
    await page.screenshot({ path: info.outputPath(`${tab}.png`), fullPage: true });
  }

  await page.goto('/statistics');
  const table = page.waitForEvent('download');
  await page.getByRole('button', { name: 'PDFで保存' }).click();
  const annual = await table;
  await annual.saveAs(info.outputPath('annual.pdf'));
  expect(await read(annual)).toMatch(/前年(度|同期)との差/);
  await clean(page, 'statistics');
});

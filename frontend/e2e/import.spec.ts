import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { PEOPLE, signIn } from './pages/session';
import { filled } from './pages/workbook';

test.setTimeout(120_000);

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

async function clean(page: Page, name: string) {
  const found = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  expect(found.violations, name).toEqual([]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth + 1);
  expect(wide, `${name} is wider than the window`).toBe(false);
}

for (const width of [1280, 820]) {
  test(`forms filled in on paper come in as drafts, once, with the cell of each fault, at ${width} px`, async ({
    page,
  }, info) => {
    const name = `𠮷野 紙${Date.now() % 1_000_000}`;
    await page.setViewportSize({ width, height: 900 });
    await signIn(page, PEOPLE.houkatsu);
    await page.goto('/sheets');
    await page.getByRole('link', { name: '用紙を取り込む' }).click();
    await expect(page.getByRole('heading', { level: 1, name: '用紙の取り込み' })).toBeVisible();
    await clean(page, 'nothing chosen');

    const coming = page.waitForEvent('download');
    await page.getByRole('button', { name: '用紙（Excel）をダウンロード' }).click();
    const blank = readFileSync(await (await coming).path());
    const good = filled(blank, { 氏名: name, 性別: '男性', '病気・医療のこと': '○', '支出・滞納・借金': '◎' });
    const bad = filled(blank, { 氏名: '見本 花', 性別: '女', 受付日: '令和8年2月30日' });

    const picker = page.getByTestId('form-drop').locator('input[type=file]');
    const choose = () =>
      picker.setInputFiles([
        { name: 'よい用紙.xlsx', mimeType: XLSX, buffer: good },
        { name: '直す用紙.xlsx', mimeType: XLSX, buffer: bad },
        { name: 'メモ.xlsx', mimeType: XLSX, buffer: Buffer.from('メモ') },
      ]);
    await choose();
    const status = page.getByTestId('import-status');
    await expect(status).toHaveText('取り込めるもの 1件、直すところがあるもの 2件、取り込んだもの 0件');
    const faults = page.getByRole('table', { name: '直すところ' });
    await expect(faults.getByRole('row', { name: /直す用紙.*性別.*選択肢から選び直してください/ })).toBeVisible();
    await expect(faults.getByRole('row', { name: /直す用紙.*受付日.*この日付は暦にありません/ })).toContainText('B4');
    await expect(faults.getByRole('row', { name: /メモ.*ファイル全体.*読み取れません/ })).toBeVisible();
    await clean(page, 'checked');
    await page.screenshot({ path: info.outputPath('checked.png'), fullPage: true });

    const list = page.waitForEvent('download');
    await page.getByRole('button', { name: '一覧を Excel で保存' }).click();
    expect((await list).suggestedFilename()).toBe('用紙の直すところ.xlsx');

    await page.getByRole('button', { name: '1件を下書きとして取り込む' }).click();
    await expect(page.getByText('1件を下書きとして取り込みました')).toBeVisible();
    await expect(page.getByRole('button', { name: /下書きとして取り込む/ })).toHaveCount(0);
    await clean(page, 'taken in');
    await page.screenshot({ path: info.outputPath('taken.png'), fullPage: true });

    // once more: harmless
    await page.getByRole('button', { name: '一覧を空にする' }).click();
    await choose();
    await expect(page.getByText('この内容は取り込み済みです。')).toBeVisible();
    await expect(status).toContainText('取り込めるもの 0件');

    await page.getByRole('link', { name: `シートを開く（${name}）` }).click();
    await expect(page.getByText(name).first()).toBeVisible();
    await page.goto('/sheets?state=draft');
    await expect(page.getByRole('link', { name })).toHaveCount(1);
  });
}

import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { PEOPLE, signIn } from './pages/session';

test.setTimeout(120_000);

async function clean(page: Page, name: string) {
  const found = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  expect(found.violations, name).toEqual([]);
}

for (const [width, format] of [
  [1280, 'CSV'],
  [820, 'Excel（XLSX）'],
] as const) {
  test(`the list of cases is exported as ${format} for a purpose, at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await signIn(page, PEOPLE.houkatsu);
    await page.goto('/cases');
    await page.getByRole('button', { name: '一覧を書き出す' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: format }).check();
    await dialog.getByRole('button', { name: '書き出す', exact: true }).click();
    await expect(dialog.getByText('何に使うかを入力してください。').first()).toBeVisible();
    await clean(page, 'export');
    await dialog.getByRole('textbox', { name: /何に使うか/ }).fill('年度のまとめ');
    // these few are written at once: the page is shown an answer from half way, as 100,000 would give
    let halfway = true;
    await page.route(/\/api\/v1\/exports\/[0-9a-f-]{36}$/, async (route) => {
      const answer = await route.fetch();
      const body = await answer.json();
      if (halfway) Object.assign(body, { state: 'running', done: 42_000, total: 100_000, actions: ['cancel'] });
      await route.fulfill({ response: answer, json: body });
    });
    await dialog.getByRole('button', { name: '書き出す', exact: true }).click();
    const bar = dialog.getByRole('progressbar');
    await expect(bar).toHaveAttribute('value', '42000');
    await expect(bar).toHaveAttribute('max', '100000');
    await expect(dialog.getByText('100,000件のうち42,000件')).toBeVisible();
    await clean(page, 'progress');
    await page.screenshot({ path: `../var/export-${width}.png` });
    // it goes on when the dialog is closed, and is found again
    await dialog.getByRole('button', { name: '閉じる' }).last().click();
    halfway = false;
    await page.getByRole('button', { name: '一覧を書き出す' }).click();
    await expect(
      dialog
        .getByText('まだ保存できる表')
        .or(dialog.getByText(/件の表ができました/))
        .first(),
    ).toBeVisible();
    await clean(page, 'ready');
    await page.screenshot({ path: `../var/export-ready-${width}.png` });
    const coming = page.waitForEvent('download');
    await dialog.getByRole('button', { name: '保存する' }).first().click();
    const file = await coming;
    expect(file.suggestedFilename()).toMatch(/^ケース一覧_\d{4}-04-01_.*\.(csv|xlsx)$/);
    const content = readFileSync(await file.path());
    if (format === 'CSV') {
      const lines = content.toString('utf8').split('\r\n');
      expect(lines[0]).toMatch(/^\uFEFFケース番号,状態,/);
      expect(lines.length).toBeGreaterThan(3);
    } else expect(content.subarray(0, 2).toString()).toBe('PK');
    await expect(page.getByText('ケースの一覧を書き出しました')).toBeVisible();
  });
}

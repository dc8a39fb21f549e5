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
    const coming = page.waitForEvent('download');
    await dialog.getByRole('button', { name: '書き出す', exact: true }).click();
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

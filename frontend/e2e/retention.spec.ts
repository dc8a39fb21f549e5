import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { PASSWORD, signIn } from './pages/session';

test.setTimeout(180_000);

async function clean(page: Page, name: string) {
  const found = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  expect(found.violations, name).toEqual([]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth + 1);
  expect(wide, `${name} is wider than the window`).toBe(false);
}

test('a case whose time is over is held back, released, proposed by one and destroyed by another', async ({
  page,
  browser,
}) => {
  await signIn(page, 'office@kikaku.example').catch(() => undefined); // its home has a name of its own
  await page.goto('/retention');
  await expect(page.getByRole('heading', { level: 1, name: '保存と廃棄' })).toBeVisible();
  const box = page.getByRole('checkbox').first();
  const label = (await box.getAttribute('aria-label')) ?? '';
  const number = label.replace('を選ぶ', '');
  expect(number).toMatch(/^R\d+-\d{4}$/);
  await page.getByText('いまの保存期間').click();
  await expect(page.getByText(/操作の記録：終わった年度の末から10年/)).toBeVisible();
  await clean(page, 'due');

  await page.getByRole('button', { name: `${number}の保存を延長する` }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: '延長する', exact: true }).click();
  await expect(dialog.getByText('保存を延長する理由を入力してください。').first()).toBeVisible();
  await dialog.getByRole('textbox', { name: /延長する理由/ }).fill('監査のため');
  await clean(page, 'hold');
  await dialog.getByRole('button', { name: '延長する', exact: true }).click();
  await page.getByRole('tab', { name: '保存延長' }).click();
  await expect(page.getByText('監査のため')).toBeVisible();
  await page.getByRole('button', { name: `${number}の延長を終える` }).click();
  await dialog.getByRole('button', { name: '延長を終える' }).click();

  await page.getByRole('tab', { name: '廃棄予定' }).click();
  await page.getByRole('checkbox', { name: label }).check();
  await page.getByRole('button', { name: '選んだケースの廃棄を起案' }).click();
  await dialog.getByRole('textbox', { name: /件名や備考/ }).fill('令和2年度分');
  await dialog.getByRole('button', { name: '起案する' }).click();
  await page.getByRole('tab', { name: '廃棄の起案と承認' }).click();
  await expect(page.getByText('起案した方とは別の方が承認します。')).toBeVisible();
  await expect(page.getByRole('button', { name: '承認する' })).toHaveCount(0);
  await clean(page, 'proposed');

  const context = await browser.newContext({ locale: 'ja-JP', timezoneId: 'Asia/Tokyo' });
  const second = await context.newPage();
  await second.setViewportSize({ width: 820, height: 1000 });
  await signIn(second, 'office2@kikaku.example').catch(() => undefined);
  await second.goto('/retention');
  await second.getByRole('tab', { name: '廃棄の起案と承認' }).click();
  await second.getByRole('button', { name: '承認する' }).click();
  await expect(second.getByRole('dialog').getByText(number)).toBeVisible();
  await clean(second, 'approve');
  await second.getByRole('dialog').getByRole('button', { name: '承認して廃棄する' }).click();
  const again = second.getByLabel('パスワード', { exact: true });
  if (await again.isVisible().catch(() => false)) await again.fill(PASSWORD);
  await expect(second.getByText('廃棄第1号を承認しました')).toBeVisible();
  // Carried out by the clock, within half a minute.
  await expect(async () => {
    await second.reload();
    await second.getByRole('tab', { name: '廃棄の起案と承認' }).click();
    await expect(second.getByRole('link', { name: '廃棄証明を表示' })).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 60_000 });
  await clean(second, 'erased');
  await second.getByRole('link', { name: '廃棄証明を表示' }).click();
  await expect(second.getByRole('heading', { name: '廃棄証明書' })).toBeVisible();
  await expect(second.getByText(number)).toBeVisible();
  await expect(second.getByText(/^[0-9a-f]{64}$/).first()).toBeVisible();
  await context.close();
});

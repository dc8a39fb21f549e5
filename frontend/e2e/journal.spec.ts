import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { PEOPLE, signIn } from './pages/session';

const AUDITOR = 'auditor@kikaku.example';

async function isWellMade(page: Page, address: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText('読み込んでいます')).toHaveCount(0);
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  expect(
    violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(' ')}`)),
    address,
  ).toEqual([]);
  const fits = await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);
  expect(fits, `${address} scrolls sideways`).toBe(true);
}

test('a look at a case is found by the auditor, who never sees what it is about', async ({ browser }) => {
  const worker = await (await browser.newContext()).newPage();
  await signIn(worker, PEOPLE.houkatsu);
  await worker.goto('/cases');
  await worker.getByRole('rowheader').first().getByRole('link').click();
  await expect(worker.getByRole('tablist', { name: 'ケースの内容' })).toBeVisible(); // the page of the case; the address comes before it
  const number =
    (await worker
      .getByText(/^[HR]\d+-\d{4}$/)
      .first()
      .textContent()) ?? '';
  const name = (await worker.getByRole('heading', { level: 1 }).textContent()) ?? '';
  expect(number).toMatch(/^[HR]\d+-\d{4}$/);
  await worker.context().close();

  const page = await (await browser.newContext()).newPage();
  await signIn(page, AUDITOR);
  await page.getByRole('main').getByRole('link', { name: '操作の記録' }).click();
  await expect(page.getByRole('heading', { level: 1, name: '操作の記録' })).toBeVisible();
  await page.getByRole('textbox', { name: /ケースの番号/ }).fill(number);
  await page.keyboard.press('Enter');
  await expect(page.getByText('ケースを開いた').first()).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: 'ケースを開いた' }).first()).toContainText(number);
  expect(page.url()).not.toContain(number);
  for (const part of name.split(/[\s　]+/).filter((p) => p.length > 1 && !p.includes(number)))
    await expect(page.locator('main')).not.toContainText(part);

  await page.getByRole('link', { name: '世帯を見た人' }).click();
  await page.getByRole('textbox', { name: /ケースの番号/ }).fill(number);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: new RegExp(`${number}.*を見た人`) })).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: '中区地域包括支援センター' }).first()).toBeVisible();
  await isWellMade(page, '/journal/viewers');
  await page.context().close();
});

test('a sign-in that failed stands in the journal without the typed address', async ({ page }) => {
  await page.goto('/sign-in');
  await page.getByLabel('メールアドレス').fill('canary-nobody@nowhere.example');
  await page.getByLabel('パスワード', { exact: true }).fill('not-the-password-1');
  await page.getByRole('button', { name: 'サインイン', exact: true }).click();
  await expect(page.getByText(/メールアドレスまたはパスワードが違います/)).toBeVisible();
  await signIn(page, AUDITOR);
  await page.goto('/journal?kind=session&refused=true');
  await expect(page.getByText('パスワード違い').first()).toBeVisible();
  await expect(page.locator('main')).not.toContainText('canary');
  await isWellMade(page, '/journal');
});

test('the draft of a breach report comes out of the journal onto paper', async ({ page }) => {
  await signIn(page, AUDITOR);
  await page.goto('/journal/breach');
  await isWellMade(page, '/journal/breach');
  await page.getByRole('radio', { name: /アカウントが分かっている/ }).check();
  await page.getByRole('combobox', { name: 'アカウント' }).fill('中区地域包括');
  await page.getByRole('option').first().click();
  await page.getByRole('button', { name: '下書きを作る' }).click();
  await expect(page.locator('[data-print-ready]')).toBeVisible();
  await expect(page.getByRole('heading', { name: '報告の期限' })).toBeVisible();
  await expect(page.getByText(/令和\d+年\d+月\d+日まで/).first()).toBeVisible();
  expect(new URL(page.url()).search).toBe('');
  await isWellMade(page, '/print/breach');
  await page.reload(); // the question stays in the history entry
  await expect(page.locator('[data-print-ready]')).toBeVisible();
});

for (const width of [1280, 820, 320])
  test(`the journal fits ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await signIn(page, AUDITOR);
    for (const address of ['/journal', '/journal/exports', '/journal/viewers', '/journal/breach']) {
      await page.goto(address);
      await isWellMade(page, `${address} at ${width}`);
    }
  });

test('nobody else has the journal', async ({ page }) => {
  await signIn(page, PEOPLE.houkatsu);
  await expect(page.getByRole('link', { name: '操作の記録' })).toHaveCount(0);
  await page.goto('/journal');
  await expect(page.getByText(/この操作は、あなたの役割では行えません|役割/).first()).toBeVisible();
  await expect(page.getByRole('table')).toHaveCount(0);
});

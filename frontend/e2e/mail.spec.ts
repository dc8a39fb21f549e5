import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { signIn } from './pages/session';

const ADMIN = 'admin@kikaku.example';

async function isWellMade(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText('読み込んでいます')).toHaveCount(0);
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  expect(violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(' ')}`))).toEqual([]);
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
    'scrolls sideways',
  ).toBe(true);
}

test('a mail goes through SMTP, its state is shown without its words, and the demonstration keeps it', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await signIn(page, ADMIN);
  await page.goto('/mail');
  const queued = page.waitForResponse((r) => r.request().method() === 'POST' && r.url().includes('/mail'));
  await page.getByRole('button', { name: '自分に試しのメールを送る' }).click();
  expect((await queued).ok()).toBe(true);
  await expect(async () => {
    await page.reload();
    const row = page.getByRole('row', { name: /試しのメール/ }).first();
    await expect(row.getByText('送信済み')).toBeVisible({ timeout: 1500 });
  }).toPass({ timeout: 60_000 });
  await expect(page.getByText('試しのメールです')).toHaveCount(0);
  for (const width of [1280, 820]) {
    await page.setViewportSize({ width, height: 900 });
    for (const address of ['/mail', '/mail?show=failed', '/account', '/demo/mail']) {
      await page.goto(address);
      await isWellMade(page);
    }
  }
  await expect(page.getByRole('heading', { name: '【つなぐ】試しのメールです' }).first()).toBeVisible();
  await expect(page.getByText(ADMIN).first()).toBeVisible();
});

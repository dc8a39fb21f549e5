import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { Api, household8050 } from './pages/api';
import { CasePage } from './pages/casePage';
import { PEOPLE, signIn } from './pages/session';

const WIDTHS = [1280, 820];

async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(' ')}`));
}

/** Nothing to scroll sideways for. */
async function fits(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);
}

for (const width of WIDTHS) {
  test(`pages of a worker at ${width} px`, async ({ page, request }) => {
    test.setTimeout(240_000);
    const api = await Api.as(request, PEOPLE.houkatsu);
    const { caseId } = await api.file(household8050(`見本 秋子${Date.now() % 10_000}`, 'みほん あきこ'));
    await page.setViewportSize({ width, height: 900 });
    await signIn(page, PEOPLE.houkatsu);
    const addresses = ['/', '/cases', '/handoffs', '/handoffs?box=sent', '/notifications'];
    for (const tab of ['overview', 'handoffs', 'timeline', 'custody']) addresses.push(`/cases/${caseId}?tab=${tab}`);
    for (const address of addresses) {
      await page.goto(address);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(page.getByText('読み込んでいます')).toHaveCount(0);
      expect(await faults(page), address).toEqual([]);
      expect(await fits(page), address).toBe(true);
    }
  });

  test(`dialogs at ${width} px`, async ({ page, request }) => {
    const api = await Api.as(request, PEOPLE.houkatsu);
    const { caseId } = await api.file(household8050(`見本 冬子${Date.now() % 10_000}`, 'みほん ふゆこ'));
    await page.setViewportSize({ width, height: 900 });
    await signIn(page, PEOPLE.houkatsu);
    const view = new CasePage(page);
    await view.open(caseId);
    for (const name of ['つなぐ', '支援経過を記録する', '推進員に相談する']) {
      await page.getByRole('button', { name, exact: true }).click();
      await expect(view.dialog).toBeVisible();
      await expect(page.getByText('読み込んでいます')).toHaveCount(0);
      expect(await faults(page), name).toEqual([]);
      await page.keyboard.press('Escape');
      await expect(view.dialog).toHaveCount(0);
    }
  });

  test(`pages of a coordinator at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await signIn(page, PEOPLE.coordinator);
    for (const address of ['/', '/escalations']) {
      await page.goto(address);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(page.getByText('読み込んでいます')).toHaveCount(0);
      expect(await faults(page), address).toEqual([]);
      expect(await fits(page), address).toBe(true);
    }
  });
}

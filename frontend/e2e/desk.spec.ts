import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { PEOPLE, signIn } from './pages/session';

const NEXT = '寄り添いサポートセンター';

test.describe.configure({ mode: 'serial' });

async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(' ')}`));
}

test('silence is taken up, spoken about, given to another agency, accepted and settled', async ({ browser }) => {
  test.setTimeout(300_000);
  const desk = await (await browser.newContext()).newPage();
  await signIn(desk, PEOPLE.coordinator);
  await desk.goto('/escalations?reason=no_answer&assigned=none');
  const row = desk.getByRole('row').filter({ hasText: '応答なし' }).first();
  const number = /R\d+-\d+/.exec((await row.textContent()) ?? '')?.[0] ?? '';
  await row.getByRole('link').first().click();
  await expect(desk.getByText('期限を過ぎたため自動で届きました')).toBeVisible();
  await desk.getByRole('button', { name: '引き受ける' }).click();
  await desk.getByRole('dialog').getByRole('button', { name: '引き受ける' }).click();
  await expect(desk.getByText('引き受けました。')).toBeVisible();
  await expect(desk.getByRole('button', { name: '引き受ける' })).toHaveCount(0);

  // two clicks: by telephone, now, with the agency that was asked
  await desk.getByRole('button', { name: '調整を記録する' }).click();
  await desk.getByRole('dialog').getByRole('button', { name: '記録する', exact: true }).click();
  await expect(desk.getByRole('heading', { name: '個別調整（1回）' })).toBeVisible();
  expect(await faults(desk)).toEqual([]);

  await desk.getByRole('link', { name: '情報整理シート' }).click();
  await desk.locator('#policy').fill('主担当機関と一緒に訪問する。𠮷野さんにも声をかける。');
  await expect(desk.getByText(/保存済み/)).toBeVisible();
  expect(await faults(desk)).toEqual([]);
  await desk.reload();
  await expect(desk.locator('#policy')).toHaveValue('主担当機関と一緒に訪問する。𠮷野さんにも声をかける。');
  await desk.goto('/escalations?assigned=mine');
  await desk.getByRole('row').filter({ hasText: number }).getByRole('link').first().click();

  await desk.getByRole('button', { name: '別の機関にお願いする' }).click();
  const dialog = desk.getByRole('dialog');
  await dialog.getByRole('combobox').fill(NEXT);
  await dialog.getByRole('option', { name: new RegExp(NEXT) }).click();
  await dialog.getByRole('textbox', { name: /お願いする理由/ }).fill('家計の立て直しが先のため');
  await dialog.getByRole('radio', { name: /法令の定める事務/ }).check();
  expect(await faults(desk)).toEqual([]);
  await dialog.getByRole('button', { name: 'お願いする', exact: true }).click();
  await expect(desk.getByText(`${NEXT}にお願いしました。`)).toBeVisible();

  const next = await (await browser.newContext()).newPage();
  await signIn(next, PEOPLE.yorisoi);
  await next.goto('/handoffs');
  await next.getByRole('row').filter({ hasText: number }).getByRole('link').first().click();
  await next.getByRole('button', { name: '受け止める', exact: true }).first().click();
  await next.getByRole('dialog').getByRole('button', { name: '受け止める', exact: true }).click();
  await expect(next.getByText('受け止めました。あなたの機関が主担当です。')).toBeVisible();

  await desk.getByRole('button', { name: '調整を終える' }).click();
  await dialog.getByRole('radio', { name: /支援調整/ }).check();
  await dialog.getByRole('radio', { name: '支援中' }).check();
  await dialog.getByRole('button', { name: '調整を終える' }).click();
  await expect(desk.getByText('調整を終えました。')).toBeVisible();
  await expect(desk.getByText('支援調整').first()).toBeVisible();
});

test('an informal question is written down by keyboard in under a minute', async ({ page }) => {
  await signIn(page, PEOPLE.coordinator);
  await page.goto('/escalations');
  await expect(page.getByRole('table')).toBeVisible();
  await page.keyboard.press('q');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  expect(await faults(page)).toEqual([]);
  await dialog.getByRole('textbox', { name: /相談した方/ }).fill('民生委員の方');
  await dialog.getByRole('textbox', { name: /相談の内容/ }).fill('見守りの方法について');
  await dialog.getByRole('textbox', { name: /助言した内容/ }).fill('地域包括支援センターを案内した。');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('随時相談を記録しました（助言のみで完了）。')).toBeVisible();
  await page.goto('/escalations?informal=yes&state=settled');
  await expect(page.getByRole('row').filter({ hasText: '民生委員の方' }).first()).toBeVisible();
});

for (const width of [1280, 820]) {
  test(`the desk at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await signIn(page, PEOPLE.coordinator);
    await page.goto('/escalations');
    await expect(page.getByRole('table')).toBeVisible();
    expect(await faults(page)).toEqual([]);
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
    ).toBe(true);
  });
}

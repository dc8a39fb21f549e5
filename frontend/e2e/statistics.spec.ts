import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { signIn } from './pages/session';

const OFFICE = 'office@kikaku.example';

test.setTimeout(180_000);

async function clean(page: Page, name: string) {
  const found = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  expect(found.violations, name).toEqual([]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth + 1);
  expect(wide, `${name} is wider than the window`).toBe(false);
}

for (const width of [1280, 820]) {
  test(`each figure of the year and of the dashboard opens to a list as long as it says, at ${width} px`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height: 1000 });
    await signIn(page, OFFICE);
    await page.goto('/statistics');
    await expect(page.getByRole('columnheader', { name: /H30/ })).toBeVisible();
    await clean(page, 'annual statistics');
    const table = page.waitForEvent('download');
    await page.getByRole('button', { name: 'CSVで保存' }).first().click();
    const csv = readFileSync(await (await table).path()).toString('utf8');
    expect(csv).toMatch(/^\uFEFF区分,H30,.*,合計,前年(?:度|同期)との差.*\r\n/);
    const byMonth = page.getByRole('region', { name: /の内訳$/ });
    const months = page.waitForEvent('download');
    await byMonth.getByRole('button', { name: /^CSVで保存/ }).click();
    expect(readFileSync(await (await months).path()).toString('utf8')).toMatch(
      /^\uFEFF区分,4月,5月,6月,7月,8月,9月,10月,11月,12月,1月,2月,3月,計\r\n/,
    );

    await page
      .getByRole('tab', { name: 'ダッシュボード' })
      .or(page.getByRole('link', { name: 'ダッシュボード' }))
      .first()
      .click();
    const kept = page.getByRole('region', { name: '検討会・役割・プラン・終結' });
    await kept.scrollIntoViewIfNeeded();
    const card = page
      .getByRole('article')
      .or(page.locator('section'))
      .filter({ hasText: 'この年度に書き留めたもの' })
      .last();
    await card.getByRole('button', { name: '表で見る' }).click();
    const figure = card.getByRole('table').getByRole('button').first();
    const count = Number((await figure.innerText()).trim());
    expect(count).toBeGreaterThan(0);
    await figure.click();
    await expect(card.getByText(new RegExp(`${count}件のうち${count}件を表示`))).toBeVisible();
    await clean(page, 'dashboard with a list');

    const coming = page.waitForEvent('download');
    await page.getByRole('button', { name: 'SVGで保存' }).first().click();
    expect((await coming).suggestedFilename()).toMatch(/\.svg$/);
    await page.getByRole('checkbox', { name: /公表用/ }).check();
    await expect(page.getByRole('heading', { name: '公表用の表示です' })).toBeVisible();
    await clean(page, 'published dashboard');
  });
}

test('a survey is made from the published choices, answered by link without an account, and read as table', async ({
  page,
  browser,
}) => {
  await signIn(page, OFFICE);
  await page.goto('/surveys');
  await page.getByRole('button', { name: 'アンケートを作る' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: '下書きを作る' }).click();
  await expect(page.getByRole('heading', { name: '下書きです' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: '選択肢14' })).toBeVisible();
  await clean(page, 'draft');
  await page.getByRole('button', { name: '機関に送る' }).click();
  await expect(dialog.getByRole('checkbox', { name: 'すべての機関' })).toBeChecked();
  await clean(page, 'whom to ask');
  await dialog.getByRole('button', { name: /機関に送る$/ }).click();
  await expect(page.getByRole('heading', { name: 'お願いした機関' })).toBeVisible();

  await page.getByRole('button', { name: 'リンクを作る' }).first().click();
  await dialog.getByRole('button', { name: 'リンクを作る' }).click();
  const address = await dialog.getByRole('textbox', { name: '回答用リンク' }).inputValue();
  await dialog.getByRole('button', { name: '閉じる', exact: true }).last().click();
  const outside = await (await browser.newContext({ locale: 'ja-JP', timezoneId: 'Asia/Tokyo' })).newPage();
  await outside.goto(new URL(address).pathname + new URL(address).hash);
  await expect(
    outside.getByRole('heading', { name: 'あてはまるもの' }).or(outside.getByText('3個まで選べます。')).first(),
  ).toBeVisible();
  const choices = outside.getByRole('checkbox');
  for (const n of [0, 1, 2, 3]) await choices.nth(n).check();
  await outside.getByRole('button', { name: '回答を送る' }).click();
  await expect(outside.getByText('3個までにしてください（いま4個）。').first()).toBeVisible();
  await choices.nth(3).uncheck();
  await outside.getByRole('button', { name: '回答を送る' }).click();
  await expect(outside.getByText('回答を受け付けました')).toBeVisible();
  await clean(outside, 'answered');
  await outside.context().close();

  await page.reload();
  await expect(page.getByRole('table', { name: /機関のうち1機関の回答/ })).toBeVisible();
  await clean(page, 'results');
});

for (const width of [1280, 820]) {
  test(`two years of the survey are compared as bars and table, at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await signIn(page, OFFICE);
    await page.goto('/surveys');
    await page
      .getByRole('row')
      .filter({ hasText: '3／' })
      .getByRole('link', { name: /関係機関アンケート/ })
      .first()
      .click();
    await expect(page.getByRole('table', { name: /機関のうち3機関の回答/ })).toBeVisible();
    const first = page.getByRole('row').filter({ hasText: '支援が難しい' });
    await expect(first.getByText(/機関$/)).toHaveCount(1);
    const beside = page.getByRole('combobox', { name: '比べる年度' });
    await expect(beside.getByRole('option').nth(1)).toBeAttached();
    await beside.selectOption({ index: (await beside.getByRole('option').count()) - 1 }); // the oldest: last year's
    await expect(page.getByText(/縞の棒は「.*」（6機関が回答）です。/)).toBeVisible();
    await expect(first.getByText(/機関$/)).toHaveCount(2);
    await clean(page, 'comparison');
    await page.screenshot({ path: `../var/survey-compare-${width}.png`, fullPage: true });
  });
}

import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
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

for (const width of [1280, 820]) {
  test(`a household is drawn, added to by hand, read as a table and printed, at ${width} px`, async ({
    page,
    request,
  }) => {
    const name = `見本 柚${Date.now() % 100_000}`;
    const api = await Api.as(request, PEOPLE.houkatsu);
    const { caseId } = await api.file(household8050(name, 'みほん ゆず'));
    await page.setViewportSize({ width, height: 900 });
    await page.addInitScript(() => {
      window.print = () => document.body.setAttribute('data-printed', 'yes');
    });
    await signIn(page, PEOPLE.houkatsu);
    await page.goto(`/cases/${caseId}`);
    const panel = page.locator('#picture');
    const genogram = panel.getByRole('img', { name: 'ジェノグラム' });
    await expect(genogram).toBeVisible();
    await expect(genogram).toHaveAccessibleDescription(
      new RegExp(`一緒に暮らしているのは2人：本人 ${name} 8[23]歳、長男 見本 和也 54歳。`),
    );
    await clean(page, 'genogram');

    await panel.getByRole('button', { name: '書き足す' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: '人を足す' }).click();
    const added = dialog.getByRole('group', { name: '足した人' });
    await added.getByLabel('名前').fill('見本 正');
    const person = dialog.getByRole('group', { name: '見本 正' });
    await person.getByLabel('続柄').fill('夫');
    await person.getByLabel('性別').selectOption({ label: '男性' });
    await person.getByLabel('年齢').fill('１５０');
    await person.getByLabel('死亡').check();
    await dialog.getByRole('button', { name: 'つながりを足す' }).click();
    const tie = dialog.getByRole('group', { name: 'つながり1' });
    await tie.getByLabel('つながり', { exact: true }).selectOption({ label: 'ストレスのある関係' });
    await dialog.getByRole('button', { name: '図を保存する' }).click();
    await expect(dialog.getByText('年齢をご確認ください。').first()).toBeVisible();
    await expect(dialog.getByText(/相談機関か、身近な支え/).first()).toBeVisible();
    await clean(page, 'faults');
    await person.getByLabel('年齢').fill('８１');
    await tie.getByLabel('身近な支え', { exact: true }).fill('大家さん');
    await dialog.getByRole('button', { name: '図を保存する' }).click();
    await expect(dialog).toHaveCount(0);
    await expect(genogram).toHaveAccessibleDescription(/そのほか：夫 見本 正 81歳 死亡。/);

    await page.getByRole('tab', { name: 'エコマップ' }).click();
    await expect(panel.getByRole('img', { name: 'エコマップ' })).toHaveAccessibleDescription(
      /大家さんと世帯全体（ストレスのある関係）/,
    );
    await panel.getByText('図と同じ内容を表で見る').click();
    await expect(panel.getByRole('row', { name: /見本 和也/ })).toContainText(`親は${name}`);
    await expect(panel.getByRole('row', { name: /大家さん/ })).toContainText('ストレスのある関係');
    await clean(page, 'ecomap and table');

    await panel.getByRole('link', { name: '印刷' }).click();
    await expect(page.locator('[data-print-ready]')).toBeVisible();
    await page.getByRole('button', { name: '印刷する' }).click();
    await dialog.getByRole('radio', { name: /そのほかの相手に渡す/ }).check();
    await dialog.getByRole('textbox', { name: /相手の名前/ }).fill('見本病院');
    await dialog.getByRole('radio', { name: /本人の同意/ }).check();
    await dialog.getByRole('button', { name: '記録して印刷する' }).click();
    await expect(page.locator('body[data-printed]')).toBeVisible();
  });
}

test('whoever was only asked sees no picture', async ({ page, request }) => {
  const api = await Api.as(request, PEOPLE.houkatsu);
  const { caseId } = await api.file(household8050(`見本 杏${Date.now() % 100_000}`, 'みほん あんず'));
  const found = await api.get<{ items: { id: string }[] }>(
    `/agencies?q=${encodeURIComponent('寄り添いサポートセンター')}`,
  );
  const receiver = { agencyId: found.items[0]?.id, ask: 'lead', reason: '家計の相談', request: '面談をお願いします' };
  await api.post(`/cases/${caseId}/handoffs`, { receivers: [receiver], purpose: '生活の立て直し' });
  await signIn(page, PEOPLE.yorisoi);
  await page.goto(`/cases/${caseId}`);
  await expect(page.getByRole('heading', { name: 'あなたの返事を待っています' })).toBeVisible();
  await expect(page.locator('#picture')).toHaveCount(0);
  await page.goto(`/print/picture/${caseId}`);
  await expect(page.getByRole('img', { name: 'ジェノグラム' })).toHaveCount(0);
});

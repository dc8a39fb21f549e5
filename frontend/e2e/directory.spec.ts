import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { PEOPLE, signIn } from './pages/session';

const OFFICE = 'office@kikaku.example';

async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(' ')}`));
}

/** Ready, without faults axe can see, and with nothing to scroll sideways for. */
async function isWellMade(page: Page, address: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText('読み込んでいます')).toHaveCount(0);
  expect(await faults(page), address).toEqual([]);
  const fits = await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);
  expect(fits, `${address} scrolls sideways`).toBe(true);
}

test('an agency is found by its reading and its area; the address and the paper keep the filters', async ({ page }) => {
  await signIn(page, PEOPLE.houkatsu);
  await page.goto('/agencies');
  await page.getByRole('rowheader').first().waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('よりそい');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('rowheader')).toHaveText(['寄り添いサポートセンター']);

  await page.getByRole('button', { name: /よりそい.*この条件を外す/ }).click();
  await page.getByRole('combobox', { name: '分野' }).selectOption({ label: '高齢' });
  await page.getByRole('combobox', { name: '福祉区' }).selectOption({ label: '中区' });
  await expect(page).toHaveURL(/\/agencies\?(?=.*field=elderly)(?=.*ward=naka)/);
  await expect(page.getByRole('rowheader', { name: '中区地域包括支援センター' })).toBeVisible();
  await expect(page.getByRole('rowheader', { name: '東区地域包括支援センター' })).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('combobox', { name: '福祉区' })).toHaveValue('naka');

  await page.getByRole('link', { name: '印刷用の一覧' }).click();
  await expect(page.getByText(/条件：高齢、中区/)).toBeVisible();
  await expect(page.locator('[data-print-ready]')).toBeVisible();
  await expect(page.getByRole('heading', { level: 2 })).toHaveText(['高齢']);
  await page.getByRole('button', { name: '戻る' }).click();

  await page.getByRole('link', { name: '中区地域包括支援センター' }).click();
  await expect(page.getByRole('heading', { level: 1, name: '中区地域包括支援センター' })).toBeFocused();
  await expect(page.getByRole('heading', { name: '受け付ける相談' })).toBeVisible();
});

test('the directory is loaded from a file: checked, corrected, stored, and harmless the second time', async ({
  page,
}) => {
  await signIn(page, OFFICE);
  await page.goto('/agencies/import');
  const head = 'code,name,kana,kind,field,wards,accepts_issue_types\n';
  const give = (rows: string) =>
    page
      .locator('input[type=file]')
      .setInputFiles({ name: '一覧.csv', mimeType: 'text/csv', buffer: Buffer.from(head + rows) });
  const good = 'e2e-mihon,見本くらしの窓口,みほんくらしのまどぐち,self_reliance_center,livelihood,*,debt housing\n';

  await give(good.replace('livelihood,*', 'livelihood,nishi'));
  await expect(page.getByRole('heading', { name: /直すところが1か所/ })).toBeFocused();
  await expect(page.getByRole('row', { name: /2行目 福祉区.*nishi/ })).toBeVisible();
  await expect(page.getByRole('button', { name: 'この内容で登録する' })).toHaveCount(0);

  await give(good);
  await expect(page.getByRole('heading', { name: /誤りはありません|同じです/ })).toBeVisible();
  const store = page.getByRole('button', { name: 'この内容で登録する' });
  if (await store.isVisible()) {
    await store.click();
    await expect(page.getByRole('heading', { name: /登録しました/ })).toBeVisible();
  }
  await give(good);
  await expect(page.getByRole('heading', { name: '登録されている内容と同じです' })).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: '相談機関一覧を見る' }).click();
  await expect(page.getByRole('link', { name: '見本くらしの窓口' })).toBeVisible();
});

test('who may not load the directory finds no such page', async ({ page }) => {
  await signIn(page, PEOPLE.houkatsu);
  await page.goto('/agencies');
  await expect(page.getByRole('link', { name: 'ファイルから取り込む' })).toHaveCount(0);
  await page.goto('/agencies/import');
  await expect(page.getByRole('heading', { level: 1, name: 'ページが見つかりません' })).toBeVisible();
});

test('a demonstration offers its accounts; a wrong password is said at the field', async ({ page }) => {
  await page.goto('/sign-in');
  await page.getByRole('button', { name: /包括 花子/ }).click();
  await expect(page.getByRole('textbox', { name: 'メールアドレス' })).toHaveValue(PEOPLE.houkatsu);
  await page.getByLabel('パスワード', { exact: true }).fill('not the password');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('メールアドレスまたはパスワードが違います');
  await page.getByRole('button', { name: /包括 花子/ }).click();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'サインイン' })).toHaveCount(0);
});

for (const width of [1280, 820]) {
  test(`directory, account and sign-in are well made at ${width} px`, async ({ page }) => {
    test.setTimeout(120_000);
    await page.setViewportSize({ width, height: 900 });
    await page.goto('/sign-in');
    await expect(page.getByRole('heading', { name: 'デモ用のアカウント' })).toBeVisible();
    await isWellMade(page, '/sign-in');
    await signIn(page, OFFICE);
    await page.goto('/agencies');
    await page.getByRole('rowheader').first().waitFor();
    const agency = (await page.getByRole('rowheader').getByRole('link').first().getAttribute('href')) ?? '';
    for (const address of [
      '/agencies',
      agency,
      '/agencies/import',
      '/print/agencies',
      '/account',
      '/account/password',
      '/nowhere',
    ]) {
      await page.goto(address);
      await isWellMade(page, address);
    }
  });
}

test('large text keeps the directory on the screen', async ({ page }) => {
  await page.setViewportSize({ width: 820, height: 900 });
  await signIn(page, PEOPLE.houkatsu);
  await page.goto('/account');
  await page.getByRole('radio', { name: 'もっと大きく' }).check();
  for (const address of ['/agencies', '/account']) {
    await page.goto(address);
    await isWellMade(page, address);
  }
});

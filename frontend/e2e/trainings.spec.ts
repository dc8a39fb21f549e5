import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { PEOPLE, signIn } from './pages/session';

test.setTimeout(120_000);

async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(' ')}`));
}

/** Today in Japan, as one types it. */
const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Tokyo' }).format(new Date()).replaceAll('-', '/');

for (const width of [1280, 820]) {
  test(`a training is planned with a case study, held and counted, at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    const title = `事例検討の練習 ${width}`;
    await signIn(page, PEOPLE.coordinator);
    await page.goto('/trainings');
    await expect(page.getByRole('list', { name: '年度ごとの実績' })).toBeVisible();
    expect(await faults(page)).toEqual([]);
    await page.screenshot({ path: `../var/trainings-${width}.png`, fullPage: true });
    await page.getByRole('button', { name: '研修を予定する' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: '予定する', exact: true }).click();
    await expect(dialog.getByText('研修の名前を入力してください。').first()).toBeVisible();
    await dialog.getByRole('textbox', { name: /^研修の名前/ }).fill(title);
    await dialog.getByRole('textbox', { name: /^開催日/ }).fill(today);
    await dialog.getByRole('textbox', { name: /^会場/ }).fill('福祉会館');
    const study = dialog
      .getByRole('group', { name: /^使う事例/ })
      .getByRole('checkbox')
      .first();
    await study.check();
    expect(await faults(page)).toEqual([]);
    await dialog.getByRole('button', { name: '予定する', exact: true }).click();
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
    await expect(page.locator('main').getByRole('listitem').getByRole('link').first()).toBeVisible();

    // who came: a row without an agency and a number that is none are refused at their fields
    await page.getByRole('button', { name: '出席を記録する' }).click();
    await dialog.getByRole('textbox', { name: /^人数/ }).fill('三');
    await dialog.getByRole('button', { name: '記録する', exact: true }).click();
    await expect(dialog.getByText('数字で入力してください。').first()).toBeVisible();
    await expect(dialog.getByText('機関を選んでください。').first()).toBeVisible();
    await dialog.getByRole('combobox', { name: /^出席した機関1/ }).fill('寄り添い');
    await dialog.getByRole('option', { name: /寄り添いサポートセンター/ }).click();
    await dialog.getByRole('textbox', { name: /^人数/ }).fill('３');
    await dialog.getByRole('textbox', { name: /^そのほかの方/ }).fill('2');
    expect(await faults(page)).toEqual([]);
    await page.screenshot({ path: `../var/training-attendance-${width}.png` });
    await dialog.getByRole('button', { name: '記録する', exact: true }).click();
    await expect(page.getByText('出席を記録しました')).toBeVisible();
    await expect(page.getByRole('heading', { name: '出席（1機関・5人）' })).toBeVisible();
    expect(await faults(page)).toEqual([]);
    await page.screenshot({ path: `../var/training-${width}.png`, fullPage: true });

    // the dashboard counts it, and the figure opens to its list
    await page.goto('/statistics/dashboard');
    const panel = page.getByRole('region', { name: '研修への参加' });
    await panel.getByRole('button', { name: '表で見る' }).click();
    await panel.getByRole('row').filter({ hasText: '寄り添いサポートセンター' }).getByRole('button').first().click();
    await panel.getByRole('link', { name: '研修を見る' }).first().click();
    await expect(page.getByRole('heading', { level: 2, name: /^出席（/ })).toBeVisible();
  });
}

import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { Api, household8050 } from './pages/api';
import { PEOPLE, signIn } from './pages/session';

const COORDINATOR = 'coordinator@shakyo.example';

// One household from the first word of its plan to the gate, with axe on every page: more than the usual minute.
test.setTimeout(240_000);

async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(' ')}`));
}

test('a plan is drafted, agreed and reviewed, a role is done, and the case closes through the gate', async ({
  page,
  browser,
  request,
}) => {
  const name = `見本 楓${Date.now() % 100_000}`;
  const api = await Api.as(request, PEOPLE.houkatsu);
  const { caseId } = await api.file(household8050(name, 'みほん かえで'));
  await api.post(`/cases/${caseId}/start-support`, {}, await api.etag(`/cases/${caseId}`));
  await api.post(`/cases/${caseId}/escalate`, { reason: 'no_support_menu' }, await api.etag(`/cases/${caseId}`));

  // the plan
  await signIn(page, PEOPLE.houkatsu);
  await page.goto(`/cases/${caseId}?tab=plan`);
  await page.getByRole('button', { name: 'プランを作る' }).click();
  await page.getByRole('textbox', { name: /本人の望む暮らし/ }).fill('家で、猫といっしょに𠮷日を迎えたい。');
  await expect(page.locator('p[role="status"][data-status="saved"]')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('textbox', { name: /本人の望む暮らし/ })).toHaveValue(
    '家で、猫といっしょに𠮷日を迎えたい。',
  );
  await page.keyboard.press('Control+Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: /検討会によらずに/ }).fill('訪問して本人と決めた');
  await dialog.getByRole('button', { name: '合意を記録する' }).click();
  await expect(page.getByText('目標を1つ以上入力してください。').first()).toBeVisible();
  expect(await faults(page)).toEqual([]);

  await page.getByRole('textbox', { name: /^課題/ }).fill('借金の全体が分からない。');
  await page.getByRole('button', { name: /福祉的な課題への支援の目標を加える/ }).click();
  await page.getByRole('textbox', { name: /^目標/ }).first().fill('返せる額を決める');
  await page
    .getByRole('textbox', { name: /達成の目安/ })
    .first()
    .fill('計画ができている');
  await page
    .getByRole('textbox', { name: /達成時期/ })
    .first()
    .fill('R9.9.30');
  await page.getByRole('textbox', { name: /もう一方の目標を置かない理由/ }).fill('体調が戻ってから考える');
  await page.getByRole('button', { name: '支援を加える' }).click();
  const support = page.getByRole('group', { name: '支援1' });
  await support.getByRole('textbox', { name: /^内容/ }).fill('収支を書き出す');
  await support.getByRole('combobox', { name: /担い手/ }).fill('近所の田中さん');
  await page.getByRole('button', { name: '役割を加える' }).click();
  const role = page.getByRole('group', { name: '役割1' });
  await role.getByRole('combobox', { name: /担い手/ }).fill('民生委員');
  await role.getByRole('textbox', { name: /^役割/ }).fill('見守り');
  await page.getByRole('textbox', { name: /一体的に支援するための方策/ }).fill('月に一度、電話で分け合う。');
  await page.getByRole('textbox', { name: /次の見直し/ }).fill(await dayAfter(page, 60));
  await page.keyboard.press('Control+s');
  await expect(page.locator('p[role="status"][data-status="saved"]')).toBeVisible();
  expect(await faults(page)).toEqual([]);
  await page.getByRole('button', { name: '合意へ進む' }).click();
  await dialog.getByRole('textbox', { name: /検討会によらずに/ }).fill('訪問して本人と決めた');
  expect(await faults(page)).toEqual([]);
  await dialog.getByRole('button', { name: '合意を記録する' }).click();
  await expect(page.getByText('第1版', { exact: true })).toBeVisible();
  expect(await faults(page)).toEqual([]);

  await page.getByRole('button', { name: '評価する' }).click();
  await dialog.getByRole('radio', { name: '0.5 一部達成' }).check();
  await dialog.getByRole('radio', { name: '継続' }).check();
  await dialog.getByRole('textbox', { name: /次の見直し/ }).fill(await dayAfter(page, 90));
  expect(await faults(page)).toEqual([]);
  await dialog.getByRole('button', { name: '評価を記録する' }).click();
  await expect(page.getByText('これまでの評価（1回）')).toBeVisible();

  // the role
  const desk = await (await browser.newContext({ locale: 'ja-JP', timezoneId: 'Asia/Tokyo' })).newPage();
  await signIn(desk, COORDINATOR);
  await desk.goto(`/cases/${caseId}?tab=plan`);
  await desk.getByRole('button', { name: '役割を決める' }).click();
  const deskDialog = desk.getByRole('dialog');
  await deskDialog.getByRole('combobox', { name: /担当する機関/ }).selectOption({ index: 1 });
  await deskDialog.getByRole('textbox', { name: /役割の内容/ }).fill('通帳を一緒に確かめる');
  expect(await faults(desk)).toEqual([]);
  await deskDialog.getByRole('button', { name: '依頼する', exact: true }).click();
  await expect(desk.getByText('通帳を一緒に確かめる').first()).toBeVisible();

  await page.reload();
  const card = page.getByRole('listitem', { name: /通帳を一緒に確かめる/ });
  await card.getByRole('button', { name: '引き受ける' }).click();
  await dialog.getByRole('button', { name: '引き受ける' }).click();
  await expect(card.getByText('引き受け済み')).toBeVisible();
  expect(await faults(page)).toEqual([]);

  // the gate
  await desk.reload();
  await desk.getByRole('button', { name: '終結に進む' }).click();
  await expect(deskDialog.getByText('終わっていない役割が1件あります')).toBeVisible();
  await deskDialog.getByRole('button', { name: '終結する', exact: true }).click();
  await expect(deskDialog.getByText('引き継ぐ先を入力してください。').first()).toBeVisible();
  expect(await faults(desk)).toEqual([]);
  await deskDialog.getByRole('textbox', { name: /引き継ぐ先/ }).fill('法テラス');
  await deskDialog.getByRole('textbox', { name: /終結を決めた会議/ }).fill('書面での検討会');
  await deskDialog.getByRole('radio', { name: '支援調整' }).check();
  await deskDialog.getByRole('textbox', { name: /終結の理由/ }).fill('暮らしが落ち着いた');
  await deskDialog.getByRole('textbox', { name: /これからの相談先/ }).fill('地域包括支援センター');
  await deskDialog.getByRole('button', { name: '終結する', exact: true }).click();
  await expect(deskDialog).toHaveCount(0);
  await expect(desk.getByText('終結', { exact: true }).first()).toBeVisible();

  // and the look afterwards is due
  await page.goto('/monitorings?kind=follow_up');
  await expect(page.getByText(name)).toBeVisible();
  expect(await faults(page)).toEqual([]);
  for (const path of ['/assignments', '/missing-resources', '/']) {
    await page.goto(path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await faults(page)).toEqual([]);
  }
});

/** A day so far ahead, as people write it. */
async function dayAfter(page: Page, days: number): Promise<string> {
  return page.evaluate((n) => {
    const at = new Date(Date.now() + n * 86_400_000);
    return `${at.getFullYear()}/${at.getMonth() + 1}/${at.getDate()}`;
  }, days);
}

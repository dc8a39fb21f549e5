import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { Api, household8050 } from './pages/api';
import { CasePage } from './pages/casePage';
import { PEOPLE, signIn } from './pages/session';

const MANAGER = 'manager@houkatsu-naka.example';
const YORISOI = '寄り添いサポートセンター';

// Two people, four dialogs and axe on each: more than the usual minute on a busy machine.
test.setTimeout(180_000);

async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(' ')}`));
}

async function idOf(api: Api, agency: string): Promise<string> {
  const found = await api.get<{ items: { id: string; name: string }[] }>(`/agencies?q=${encodeURIComponent(agency)}`);
  return found.items.find((a) => a.name === agency)?.id ?? '';
}

/** A case whose sheet was sent to 寄り添いサポートセンター on the ground of consent. */
async function handedOn(request: Parameters<typeof Api.as>[0], name: string) {
  const api = await Api.as(request, PEOPLE.houkatsu);
  const made = await api.file(household8050(name, 'みほん さくら'));
  const agencyId = await idOf(api, YORISOI);
  const receiver = { agencyId, ask: 'lead', reason: `${name}さんの家計の相談`, request: '面談をお願いします' };
  const sent = await api.post<{ items: { id: string }[] }>(`/cases/${made.caseId}/handoffs`, {
    receivers: [receiver],
    purpose: '生活の立て直し',
  });
  return { ...made, api, handoffId: sent.body.items[0]?.id ?? '' };
}

for (const width of [1280, 820]) {
  test(`a withdrawn consent hides the content until another ground is named, at ${width} px`, async ({
    page,
    browser,
    request,
  }) => {
    const name = `見本 桜${Date.now() % 100_000}`;
    const { caseId } = await handedOn(request, name);
    await page.setViewportSize({ width, height: 900 });
    await signIn(page, PEOPLE.houkatsu);
    await page.goto(`/cases/${caseId}?tab=sharing`);
    const person = page.getByRole('listitem', { name });
    await expect(person.getByText('同意あり').first()).toBeVisible();
    await expect(page.getByRole('rowheader', { name: YORISOI })).toBeVisible();
    expect(await faults(page)).toEqual([]);

    await person.getByRole('button', { name: '同意の撤回を記録する' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByText(`返事を待っているつなぎの内容を示すのを止めます（${YORISOI}）`)).toBeVisible();
    expect(await faults(page)).toEqual([]);
    await dialog.getByRole('textbox', { name: /申し出の内容/ }).fill('電話で申し出があった');
    await dialog.getByRole('button', { name: '撤回を記録する' }).click();
    await expect(dialog.getByRole('heading', { name: '情報の提供を止めました' })).toBeVisible();
    await expect(dialog.getByRole('listitem').filter({ hasText: YORISOI })).toBeVisible();
    expect(await faults(page)).toEqual([]);
    await dialog.getByRole('button', { name: '閉じる', exact: true }).last().click();
    await expect(person.getByText('同意の撤回', { exact: true }).first()).toBeVisible();

    const other = await (await browser.newContext({ locale: 'ja-JP', timezoneId: 'Asia/Tokyo' })).newPage();
    await signIn(other, PEOPLE.yorisoi);
    await other.goto(`/cases/${caseId}?tab=handoffs`);
    await expect(other.getByRole('heading', { name: '内容の提供を止めています' })).toBeVisible();
    await expect(other.getByText(name)).toHaveCount(0);
    await expect(other.getByRole('button', { name: '受け止める' })).toHaveCount(0);
    expect(await faults(other)).toEqual([]);

    const view = new CasePage(page);
    await view.tab('つなぎ');
    await page.getByRole('button', { name: '別の根拠を示す' }).click();
    await dialog.getByRole('radio', { name: /生命・身体・財産の保護/ }).check();
    expect(await faults(page)).toEqual([]);
    await dialog.getByRole('button', { name: '根拠を示して内容を示す' }).click();
    await expect(page.getByRole('heading', { name: '内容の提供を止めています' })).toHaveCount(0);
    await other.reload();
    await expect(other.getByRole('button', { name: '受け止める' })).toBeVisible();
    await other.context().close();

    await page.goto(`/cases/${caseId}?tab=sharing`);
    await expect(page.getByRole('rowheader', { name: YORISOI })).toHaveCount(2);
    await expect(page.getByText('生命・身体・財産の保護のため緊急に必要')).toBeVisible();
  });
}

test('consent is recorded with its scope, and its history stays', async ({ page, request }) => {
  const name = `見本 梅${Date.now() % 100_000}`;
  const { caseId } = await handedOn(request, name);
  await signIn(page, PEOPLE.houkatsu);
  await page.goto(`/cases/${caseId}?tab=sharing`);
  const person = page.getByRole('listitem', { name });
  await person.getByRole('button', { name: '同意の範囲を変える' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: '記録する', exact: true }).click();
  await expect(dialog.getByText('確かめた方法を選んでください。').first()).toBeVisible();
  await dialog.getByRole('radio', { name: '書面' }).check();
  await dialog.getByRole('checkbox', { name: '支援経過' }).uncheck();
  expect(await faults(page)).toEqual([]);
  await dialog.getByRole('button', { name: '記録する', exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await expect(person.getByText('つなぐシートだけ').first()).toBeVisible();
  await person.getByText('これまでの記録（2件）').click();
  await expect(person.getByText(/包括 花子が記録/).first()).toBeVisible();
});

test('printing is recorded first; a correction lists whom to tell, with a tick each', async ({ page, request }) => {
  const name = `見本 桃${Date.now() % 100_000}`;
  const { caseId, sheetId, api } = await handedOn(request, name);
  await page.addInitScript(() => {
    window.print = () => document.body.setAttribute('data-printed', 'yes');
  });
  await signIn(page, PEOPLE.houkatsu);
  await page.goto(`/print/sheets/${sheetId}`);
  await expect(page.locator('[data-print-ready]')).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByText('お渡しする相手と根拠を記録してから印刷してください。')).toBeVisible();
  await expect(page.getByText(name).first()).toBeHidden();
  await page.emulateMedia({ media: 'screen' });
  await page.getByRole('button', { name: '印刷する' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: /そのほかの相手に渡す/ }).check();
  await dialog.getByRole('button', { name: '記録して印刷する' }).click();
  await expect(dialog.getByText('相手の名前を入力してください。').first()).toBeVisible();
  await dialog.getByRole('textbox', { name: /相手の名前/ }).fill('見本病院');
  await dialog.getByRole('radio', { name: /本人の同意/ }).check();
  expect(await faults(page)).toEqual([]);
  await dialog.getByRole('button', { name: '記録して印刷する' }).click();
  await expect(page.locator('body[data-printed]')).toBeVisible();

  const sheet = await api.get<{ content: object }>(`/sheets/${sheetId}`);
  const amended = { content: { ...sheet.content, request: '訂正した' }, reason: '聞き違い' };
  await api.post(`/sheets/${sheetId}/amend`, amended, await api.etag(`/sheets/${sheetId}`));
  await page.goto(`/cases/${caseId}?tab=sharing`);
  const told = page.locator('#corrections');
  await expect(told.getByText('お知らせ待ち 2件')).toBeVisible();
  await told.getByRole('listitem').filter({ hasText: '見本病院' }).getByRole('button').click();
  await dialog.getByRole('radio', { name: '文書' }).check();
  expect(await faults(page)).toEqual([]);
  await dialog.getByRole('button', { name: '記録する', exact: true }).click();
  await expect(told.getByText('お知らせ待ち 1件')).toBeVisible();
  await expect(page.getByRole('rowheader', { name: '見本病院' })).toBeVisible();
});

test('a manager makes the record of a person; what speaks of others is marked', async ({ page, request }) => {
  const name = `見本 菊${Date.now() % 100_000}`;
  const { caseId } = await handedOn(request, name);
  await page.addInitScript(() => {
    window.print = () => document.body.setAttribute('data-printed', 'yes');
  });
  await signIn(page, MANAGER);
  await page.goto(`/cases/${caseId}?tab=sharing`);
  await page.getByRole('listitem', { name }).getByRole('link', { name: '本人の記録を見る（開示請求）' }).click();
  await expect(page.getByRole('heading', { level: 1, name: '保有個人情報の記録' })).toBeVisible();
  await expect(page.locator('mark', { hasText: '長男は二十年ほど外に出ていない。' })).toBeVisible();
  await expect(page.getByText(name).first()).toBeVisible();
  await expect(page.getByRole('cell', { name: YORISOI })).toBeVisible();
  expect(await faults(page)).toEqual([]);

  await page.getByRole('button', { name: '印刷する' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('textbox', { name: /相手の名前/ })).toHaveValue('ご本人（開示請求）');
  await dialog.getByRole('radio', { name: /本人からの開示請求/ }).check();
  await dialog.getByRole('button', { name: '記録して印刷する' }).click();
  await expect(page.locator('body[data-printed]')).toBeVisible();
  await page.goto(`/cases/${caseId}?tab=sharing&given=print`);
  await expect(page.getByRole('rowheader')).toHaveText(['ご本人（開示請求）']);
});

import AxeBuilder from '@axe-core/playwright';
import { type APIRequestContext, type Browser, expect, type Page, test } from '@playwright/test';
import { Api, household8050 } from './pages/api';
import { PEOPLE, signIn } from './pages/session';

const SECOND = 'coordinator2@shakyo.example';
const MEMBER = 'member@keisatsu.example';

// Twenty-two people, two writers and axe on every tab: more than the usual minute on a busy machine.
test.setTimeout(300_000);

async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(' ')}`));
}

/** The n-th weekday from two weeks ahead, at ten in Tokyo: nobody is asked to two meetings at once. */
function slot(n: number) {
  const day = new Date(Date.now() + 14 * 86_400_000);
  for (let left = n; left > 0; ) {
    day.setUTCDate(day.getUTCDate() + 1);
    if (day.getUTCDay() !== 0 && day.getUTCDay() !== 6) left -= 1;
  }
  const on = day.toISOString().slice(0, 10);
  return { startsAt: `${on}T10:00:00+09:00`, endsAt: `${on}T11:30:00+09:00` };
}

/** A conference of twenty-two invitees from twelve agencies, proposed through the API for two times. */
async function proposed(request: APIRequestContext, name: string, nth: number) {
  const worker = await Api.as(request, PEOPLE.houkatsu);
  const made = await worker.file(household8050(name, 'みほん かいぎ'));
  const tag = await worker.etag(`/cases/${made.caseId}`);
  await worker.post(`/cases/${made.caseId}/escalate`, { reason: 'no_support_menu' }, tag);
  const chair = await Api.as(request, PEOPLE.coordinator);
  const member = await (await Api.as(request, MEMBER)).get<{ id: string }>('/me');
  const { items } = await chair.get<{ items: { id: string }[] }>('/agencies?limit=60');
  const agencies = items.slice(0, 12).map((a) => a.id);
  const invitees: object[] = agencies.map((agencyId, n) => ({ agencyId, function: '担当', required: n === 0 }));
  invitees.push(...agencies.slice(0, 6).map((agencyId) => ({ agencyId, function: '管理者', required: false })));
  invitees.push({ accountId: member.id, function: '地域の見守り', required: false });
  for (const who of ['民生委員', '主治医', '学校']) {
    invitees.push({
      name: `見本 ${who}`,
      organization: `見本${who}の会`,
      email: `${nth}-${invitees.length}@mihon.example`,
      function: who,
      required: false,
    });
  }
  const asked = await chair.post<{ id: string; slots: { id: string }[] }>('/conferences', {
    caseId: made.caseId,
    kind: 'case_conference',
    legalBasis: 'social_welfare_106_6',
    purpose: '家計と見守りの役割を分ける',
    slots: [slot(nth), slot(nth + 8)],
    invitees,
    confirm: true,
  });
  const { id, slots } = asked.body;
  return { ...made, id, slots, chair, count: invitees.length };
}

async function scheduled(request: APIRequestContext, name: string, nth: number) {
  const { id, slots, chair } = await proposed(request, name, nth);
  const time = { slotId: slots[0]?.id, place: '見本公民館 大会議室', confirm: true };
  await chair.post(`/conferences/${id}/schedule`, time, await chair.etag(`/conferences/${id}`));
  return { id };
}

/** The link in the newest mail to somebody without an account. */
async function linkTo(request: APIRequestContext, address: string): Promise<string> {
  let path = '';
  await expect
    .poll(
      async () => {
        const { items } = await (await request.get('/api/v1/demo/mails')).json();
        const mail = items.find((m: { to: string }) => m.to.includes(address));
        path = /\/answer#[A-Za-z0-9_-]+/.exec(mail?.text ?? '')?.[0] ?? '';
        return path;
      },
      { timeout: 40_000 },
    )
    .not.toBe('');
  return path;
}

/** Polled by a signed link, seen in the matrix, and fixed on the page: the second time suits better. */
async function polledAndFixed(page: Page, request: APIRequestContext, browser: Browser, id: string, address: string) {
  const outside = await (await browser.newContext({ locale: 'ja-JP', timezoneId: 'Asia/Tokyo' })).newPage();
  await outside.setViewportSize({ width: 820, height: 1000 });
  await outside.goto(await linkTo(request, address));
  await expect(outside.getByRole('heading', { name: 'ご都合をお聞かせください' })).toBeVisible();
  expect(await faults(outside)).toEqual([]);
  await outside.getByRole('button', { name: '回答を送る' }).click();
  await expect(outside.getByText('○・△・× を1つ以上選んでください')).toBeVisible();
  const slots = outside.getByRole('group');
  await slots.nth(0).getByText('×', { exact: true }).click();
  await slots.nth(1).getByText('○', { exact: true }).click();
  await outside.getByRole('button', { name: '回答を送る' }).click();
  await expect(outside.getByText('回答を受け取りました')).toBeVisible();
  expect(await faults(outside)).toEqual([]);
  await outside.context().close();

  await page.goto(`/conferences/${id}`);
  await expect(page.getByRole('heading', { name: '日程の回答（1／22件が回答）' })).toBeVisible();
  await expect(page.getByText('おすすめ').first()).toBeVisible();
  expect(await faults(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  await page.getByRole('button', { name: '日時を決める' }).first().click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('○1　△0　×0　未回答21')).toBeVisible();
  await dialog.getByRole('textbox', { name: /そのほかの場所/ }).fill('見本公民館 大会議室');
  expect(await faults(page)).toEqual([]);
  await dialog.getByRole('button', { name: '決めて案内を送る' }).click();
  const sure = dialog.getByRole('checkbox');
  const done = page.getByText('日時を決めて、案内を送りました');
  await expect(sure.or(done).first()).toBeVisible();
  if (await sure.isVisible()) {
    await sure.check();
    await dialog.getByRole('button', { name: '決めて案内を送る' }).click();
  }
  await expect(done).toBeVisible();
}

async function as(browser: Browser, email: string, width = 1280): Promise<Page> {
  const context = await browser.newContext({
    locale: 'ja-JP',
    timezoneId: 'Asia/Tokyo',
    viewport: { width, height: 900 },
    serviceWorkers: 'block',
  });
  const page = await context.newPage();
  await signIn(page, email);
  return page;
}

const tab = (page: Page, name: string) => page.getByRole('tab', { name: new RegExp(`^${name}`) }).click();

const saved = (page: Page) => expect(page.locator('p[role="status"][data-status="saved"]')).toBeVisible();

for (const [width, nth] of [
  [1280, 1],
  [820, 2],
] as const) {
  test(`twenty-two people are asked and meet, two write the minutes, and the record is final, at ${width} px`, async ({
    page,
    browser,
    request,
  }) => {
    const name = `見本 会議${width}`;
    const { id, count } = await proposed(request, name, nth);
    expect(count).toBe(22);
    await page.setViewportSize({ width, height: 900 });
    await signIn(page, PEOPLE.coordinator);
    await polledAndFixed(page, request, browser, id, `${nth}-19@mihon.example`);
    await page.goto(`/conferences/${id}/meeting`);
    await expect(page.getByText('誓約がまだの方が22人います。')).toBeVisible();
    expect(await faults(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);

    await tab(page, '資料');
    const paper = { name: '見取り図.txt', mimeType: 'text/plain', buffer: Buffer.from('玄関から居間まで') };
    await page.getByTestId('file-drop').locator('input[type=file]').setInputFiles(paper);
    await expect(page.getByTestId('file')).toContainText('見取り図.txt');
    expect(await faults(page)).toEqual([]);

    await tab(page, '議題');
    await expect(page.getByText('議題の案です')).toBeVisible();
    await page.getByRole('textbox', { name: '議題' }).first().fill('この間の支援経過');
    await page.getByRole('button', { name: '議題を保存する' }).click();
    await expect(page.getByText('議題の案です')).toHaveCount(0);
    expect(await faults(page)).toEqual([]);

    await tab(page, '出席');
    await page.getByRole('button', { name: '会議を始める' }).click();
    await expect(page.getByText(/秘密保持の誓約を確認できていません/).first()).toBeVisible();
    for (const box of await page.getByRole('checkbox', { name: '書面で誓約を確認' }).all()) await box.check();
    await expect(page.getByRole('listitem', { name: '見本 学校' }).getByText(/誓約を確認できていません/)).toHaveCount(
      0,
    );
    await page.evaluate(() => window.scrollTo(0, 0)); // what the fixed header half covers is no fault
    expect(await faults(page)).toEqual([]);
    await page.getByRole('button', { name: '会議を始める' }).click();
    await expect(page.getByText('開催済み（記録中）')).toBeVisible();

    // two write at once: other lines merge, the same line asks
    await tab(page, '議事録');
    const other = await as(browser, SECOND, width);
    await other.goto(`/conferences/${id}/meeting?tab=minutes`);
    const talk = (p: Page) => p.getByRole('textbox', { name: '話し合ったこと' }).first();
    await talk(page).fill('家賃は三月分の滞納');
    await saved(page);
    await expect(talk(other)).toHaveValue('家賃は三月分の滞納');
    await expect(other.getByText('推進 一郎さんも記入中')).toBeVisible();
    await other.context().setOffline(true);
    await talk(other).fill('家賃は五月分の滞納');
    await expect(other.locator('p[role="status"][data-status="offline"]')).toBeVisible();
    await talk(page).fill('家賃は四月分の滞納');
    await saved(page);
    await other.context().setOffline(false);
    const conflict = other.getByRole('dialog', { name: '同じところを書き直した方がいます' });
    await expect(conflict).toBeVisible({ timeout: 30_000 });
    expect(await faults(other)).toEqual([]);
    await conflict.getByRole('button', { name: 'この内容で続ける' }).click();
    await saved(other);
    await expect(talk(page)).toHaveValue('家賃は四月分の滞納\n家賃は五月分の滞納');
    await other.context().close();

    await page.getByRole('button', { name: '決定事項を足す' }).first().click();
    await page.getByRole('textbox', { name: '決定事項1' }).first().fill('分割払いの相談に同行する');
    await page.getByRole('button', { name: '役割分担を足す' }).first().click();
    const task = page.getByRole('listitem', { name: '役割分担1' }).first();
    await task.getByRole('combobox', { name: '担う機関' }).selectOption({ index: 2 });
    await task.getByRole('textbox', { name: 'すること' }).fill('家計の収支を一緒に書き出す');
    await saved(page);
    expect(await faults(page)).toEqual([]);

    await page.goto(`/conferences/${id}/live`);
    await expect(page.getByRole('heading', { level: 1, name: /この間の支援経過/ })).toBeVisible();
    await expect(page.getByText('分割払いの相談に同行する')).toBeVisible();
    await expect(page.getByText(name)).toHaveCount(0);
    expect(await faults(page)).toEqual([]);
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('heading', { level: 1, name: /^2\./ })).toBeVisible();

    await page.goto(`/conferences/${id}/meeting?tab=decisions`);
    await page.getByRole('button', { name: '記録を確定する' }).click();
    const dialog = page.getByRole('dialog', { name: '記録の確定' });
    await expect(dialog.getByText('役割分担 1件を各機関に割り当てます')).toBeVisible();
    await expect(dialog.getByText('家計の収支を一緒に書き出す').first()).toBeVisible();
    expect(await faults(page)).toEqual([]);
    await dialog.getByRole('button', { name: '確定する', exact: true }).click();
    await expect(page.getByText('記録確定')).toBeVisible();
    await page.getByRole('button', { name: '追記する' }).click();
    const addendum = page.getByRole('dialog', { name: '議事録に追記する' });
    await addendum.getByRole('textbox', { name: /追記する内容/ }).fill('滞納は四月分が正しい');
    await addendum.getByRole('textbox', { name: /追記の理由/ }).fill('確認した');
    await addendum.getByRole('button', { name: '追記する', exact: true }).click();
    await tab(page, '議事録');
    await expect(page.getByText('滞納は四月分が正しい')).toBeVisible();
    expect(await faults(page)).toEqual([]);
  });
}

test('a member sees nothing before the pledge, the material after it, and nothing when taken off', async ({
  page,
  browser,
  request,
}) => {
  const name = '見本 誓約';
  const { id } = await scheduled(request, name, 3);
  const member = await as(browser, MEMBER, 820);
  await member.goto(`/conferences/${id}/package`);
  await expect(member.getByRole('heading', { name: '秘密保持の誓約' })).toBeVisible();
  await expect(member.getByText(name)).toHaveCount(0);
  expect(await faults(member)).toEqual([]);
  await member.getByRole('button', { name: '誓約して資料を開く' }).click();
  await expect(member.getByText('内容をお読みのうえ、印を付けてください。')).toBeVisible();
  await member.getByRole('checkbox', { name: /守ることを誓約します/ }).check();
  await member.getByRole('button', { name: '誓約して資料を開く' }).click();
  await expect(member.getByText(name).first()).toBeVisible();
  await expect(member.getByText('お守りいただくこと')).toBeVisible();
  expect(await faults(member)).toEqual([]);

  await signIn(page, PEOPLE.coordinator);
  await page.goto(`/conferences/${id}/meeting?tab=materials`);
  const row = page.getByRole('listitem', { name: '参加 守' });
  await expect(row.getByText(/誓約ずみ/)).toBeVisible();
  await row.getByRole('button', { name: /構成員から外す/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: '構成員から外す' }).click();
  await expect(row).toHaveCount(0);
  await member.reload();
  await expect(member.getByText('資料は見つかりませんでした')).toBeVisible();
  await expect(member.getByText(name)).toHaveCount(0);
  await member.context().close();
});

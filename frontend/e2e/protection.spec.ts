import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { Api, household8050 } from './pages/api';
import { PEOPLE, signIn } from './pages/session';

const YORISOI = '寄り添いサポートセンター';

/** An address and telephones of one run: an emergency look of an earlier run must not be taken for a leak. */
function canaryOf(run: number) {
  const mark = [...String(run).padStart(5, '0')].map((d) => '甲乙丙丁戊己庚辛壬癸'[Number(d)]).join('');
  const digits = String(run).padStart(5, '0').slice(-4);
  const town = `隠里${mark}町`;
  const building = `コーポ${mark}`;
  return {
    town,
    building,
    home: `086-799-${digits}`,
    mobile: `090-7799-${digits}`,
    anywhere: new RegExp(`${town}|${building}|(086|０８６).{0,2}799.{0,2}${digits}|090.?7799.?${digits}`),
  };
}

type Canary = ReturnType<typeof canaryOf>;

// Several people, dialogs and axe on each: more than the usual minute on a busy machine.
test.setTimeout(240_000);

async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(' ')}`));
}

interface Household {
  subject: { address: object; phoneHome?: string; phoneMobile?: string };
  members: object[];
  request: string;
}

/** A household whose address stands in its fields and in its texts; 寄り添い leads, 包括 supports and set the protection later. */
async function household(request: Parameters<typeof Api.as>[0], name: string, canary: Canary) {
  const content = household8050(name, 'きりしま ちよ') as Household;
  content.subject.address = {
    kind: 'in_city',
    town: canary.town,
    lot: '77-7',
    building: `${canary.building} 707`,
    ward: 'naka',
    district: '操山',
  };
  content.subject.phoneHome = canary.home;
  content.subject.phoneMobile = canary.mobile;
  content.request = `${canary.town}７７－７の家へ、${canary.home.replaceAll('-', ' ')}に電話してから訪問してほしい。`;
  const api = await Api.as(request, PEOPLE.houkatsu);
  const made = await api.file(content);
  const found = await api.get<{ items: { id: string; name: string }[] }>(`/agencies?q=${encodeURIComponent(YORISOI)}`);
  const agencyId = found.items.find((a) => a.name === YORISOI)?.id ?? '';
  const sent = await api.post<{ items: { id: string }[] }>(`/cases/${made.caseId}/handoffs`, {
    receivers: [{ agencyId, ask: 'lead', reason: `${canary.town}の家の家賃の相談`, request: '面談をお願いします' }],
    purpose: '生活の立て直し',
    scope: { sheet: true, notes: true },
  });
  const handoff = sent.body.items[0]?.id ?? '';
  const yorisoi = await Api.as(request, PEOPLE.yorisoi);
  await yorisoi.post(`/handoffs/${handoff}/accept`, {}, await yorisoi.etag(`/handoffs/${handoff}`));
  return { ...made, handoff };
}

/** Nothing of the canary: neither in what is seen, nor in what is in the page. */
async function clean(page: Page, canary: Canary): Promise<void> {
  await expect(page.locator('body')).not.toContainText(canary.anywhere);
  expect(await page.content()).not.toMatch(canary.anywhere);
}

for (const width of [1280, 820]) {
  test(`a protected address is gone from every screen of whoever is not listed, at ${width} px`, async ({
    page,
    browser,
    request,
  }) => {
    const run = Date.now() % 100_000;
    const canary = canaryOf(run);
    const name = `霧島 千代${run}`;
    const { caseId, sheetId, caseNumber } = await household(request, name, canary);

    // set by the agency that works beside the lead
    await page.setViewportSize({ width, height: 900 });
    await signIn(page, PEOPLE.houkatsu);
    await page.goto(`/cases/${caseId}`);
    await page.getByRole('button', { name: '支援措置を設定する' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: new RegExp(name) }).check();
    await dialog.getByRole('combobox', { name: /加害のおそれのある方/ }).selectOption({ label: '見本 和也（長男）' });
    await dialog.getByRole('textbox', { name: /設定する理由/ }).fill(`${canary.town}へ避難している`);
    expect(await faults(page)).toEqual([]);
    await dialog.getByRole('button', { name: '設定する' }).click();
    await expect(page.getByRole('heading', { name: new RegExp(`支援措置：${name}さん`) })).toBeVisible();
    await expect(page.getByText(/あなたの機関は住所などを見ることができます/)).toBeVisible();
    await expect(page.locator('body')).toContainText(canary.building);
    expect(await faults(page)).toEqual([]);

    // the lead is not listed
    const other = await (await browser.newContext({ locale: 'ja-JP', timezoneId: 'Asia/Tokyo' })).newPage();
    await other.setViewportSize({ width, height: 900 });
    await signIn(other, PEOPLE.yorisoi);
    for (const path of [
      `/cases/${caseId}`,
      `/cases/${caseId}?tab=handoffs`,
      `/cases/${caseId}?tab=timeline`,
      `/cases/${caseId}?tab=sharing`,
      `/sheets/${sheetId}`,
      `/sheets/${sheetId}/amend`,
      `/print/sheets/${sheetId}`,
    ]) {
      await other.goto(path);
      await expect(other.getByText(/支援措置/).first()).toBeVisible();
      await clean(other, canary);
      expect(await faults(other), path).toEqual([]);
    }
    for (const path of ['/cases', '/handoffs?box=received', '/handoffs?box=sent', '/', '/notifications']) {
      await other.goto(path);
      await expect(other.getByRole('heading', { level: 1 })).toBeVisible();
      await clean(other, canary);
    }
    // neither found by the address, nor shown by it
    await other.goto('/cases');
    await expect(other.getByText(caseNumber)).toBeVisible();
    await other.getByRole('textbox', { name: /さがす/ }).fill(canary.town);
    await other.getByRole('button', { name: '検索' }).click();
    await expect(other.getByText(caseNumber)).toHaveCount(0);

    // before handing on it is said once more
    await other.goto(`/cases/${caseId}`);
    await expect(other.getByText('加害のおそれ', { exact: true })).toBeVisible();

    // the emergency look: a reason, thirty minutes, somebody is told
    await other.getByRole('button', { name: '緊急に確認する' }).click();
    const look = other.getByRole('dialog');
    expect(await faults(other)).toEqual([]);
    await look.getByRole('textbox', { name: /緊急に確認する理由/ }).fill('救急搬送のため');
    await look.getByRole('button', { name: '確認する', exact: true }).click();
    await expect(other.getByRole('timer')).toContainText(/あと(30|29)分/);
    await expect(other.locator('body')).toContainText(canary.building);
    await page.goto('/notifications');
    await expect(page.getByText(caseNumber).first()).toBeVisible();
    await expect(page.getByText(/緊急/).first()).toBeVisible();
    await other.context().close();
  });
}

test('whoever writes down a protected household is warned', async ({ page, request }) => {
  const run = Date.now() % 100_000;
  const canary = canaryOf(run);
  const name = `雲居 澄${run}`;
  const { caseId } = await household(request, name, canary);
  const api = await Api.as(request, PEOPLE.houkatsu);
  const list = await api.get<{ persons: { id: string; relation?: string }[] }>(`/cases/${caseId}/protections`);
  await api.post(`/cases/${caseId}/protections`, { personId: list.persons.find((p) => !p.relation)?.id, reason: 'DV' });
  await signIn(page, PEOPLE.yorisoi);
  await page.goto('/sheets/new');
  await page.getByRole('textbox', { name: /氏名/ }).first().fill(name);
  await page.keyboard.press('Tab');
  const warning = page.getByTestId('protection-warning').first();
  await expect(warning).toContainText('この世帯には支援措置の対象の方がいます');
  await clean(page, canary);
  expect(await faults(page)).toEqual([]);
});

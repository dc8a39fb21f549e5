import { expect, type Page, test } from '@playwright/test';
import { Api, household8050 } from './pages/api';
import { CasePage } from './pages/casePage';
import { SheetFormPage } from './pages/SheetFormPage';
import { PEOPLE, signIn } from './pages/session';

const LEAD = '寄り添いサポートセンター';
const JOIN = '障害者基幹相談支援センター';

test.describe.configure({ mode: 'serial' });

test('a household is handed on, accepted, joined, met, and the sender sees it', async ({ browser }) => {
  test.setTimeout(300_000);
  const sender = await (await browser.newContext()).newPage();
  const caseNumber = await fileSheet(sender);
  await sender
    .getByRole('link', { name: /つなぐ/ })
    .last()
    .click();
  await handOnToTwo(sender);

  const lead = await personOf(browser, PEOPLE.yorisoi);
  await lead.getByRole('link', { name: 'つなぎ', exact: true }).click();
  await openFromBox(lead, caseNumber);
  await lead.getByRole('button', { name: '受け止める', exact: true }).click();
  await lead.getByRole('dialog').getByRole('button', { name: '受け止める', exact: true }).click();
  await expect(lead.getByText('受け止めました。あなたの機関が主担当です。')).toBeVisible();
  await expect(new CasePage(lead).handoffTo(LEAD)).toContainText('受け止め');

  const join = await personOf(browser, PEOPLE.kikan);
  await join.getByRole('link', { name: 'つなぎ', exact: true }).click();
  await openFromBox(join, caseNumber);
  await join.getByRole('button', { name: '連携に加わる', exact: true }).click();
  await expect(join.getByRole('dialog')).toContainText('主担当は変わりません');
  await join.getByRole('dialog').getByRole('button', { name: '連携に加わる', exact: true }).click();
  await expect(join.getByText('連携機関として加わりました。').first()).toBeVisible();

  // The sender's page is open all the while: each answer comes by itself.
  const seen = new CasePage(sender);
  await expect(seen.handoffTo(LEAD)).toContainText('受け止め');
  await expect(seen.handoffTo(JOIN)).toContainText('連携に参加');

  await lead.getByRole('button', { name: 'つながったことを記録する' }).click();
  const dialog = lead.getByRole('dialog');
  await dialog.getByRole('radio', { name: /同行/ }).check();
  await dialog.getByRole('textbox', { name: /誰と、誰が会いましたか/ }).fill('本人と長男。包括 花子さんが同行');
  await dialog.getByRole('button', { name: '記録する' }).click();
  await expect(lead.getByText(/同行でつながりました/)).toBeVisible();

  await expect(seen.handoffTo(LEAD)).toContainText('同行でつながりました');
  await seen.tab('担当の履歴');
  await expect(sender.getByText('いまの主担当', { exact: true })).toBeVisible();
  await expect(sender.getByRole('listitem').filter({ hasText: LEAD }).first()).toContainText('つなぎを受け止めて担当');
  await seen.tab('経過');
  await expect(sender.getByText(`${LEAD}が世帯とつながりました（同行）`)).toBeVisible();

  await sender
    .getByRole('link', { name: /^お知らせ/ })
    .first()
    .click();
  await expect(sender.getByText(`${LEAD}が世帯とつながりました`).first()).toBeVisible();
  await expect(sender.getByText(`${LEAD}が受け止め、主担当になりました`).first()).toBeVisible();
});

test('who was slower is told what happened and keeps what was typed', async ({ browser, request }) => {
  const houkatsu = await Api.as(request, PEOPLE.houkatsu);
  const { caseId } = await houkatsu.file(household8050(`見本 夏子${Date.now() % 10_000}`, 'みほん なつこ'));
  const agencies = await houkatsu.get<{ items: { id: string; name: string }[] }>(
    `/agencies?q=${encodeURIComponent(LEAD)}`,
  );
  const order = {
    receivers: [
      { agencyId: agencies.items[0]?.id, ask: 'lead', reason: '家計の相談が中心のため', request: '家計の整理' },
    ],
    purpose: '家計の立て直し',
  };
  const { body } = await houkatsu.post<{ items: { id: string; etag: string }[] }>(`/cases/${caseId}/handoffs`, order);
  const handoff = body.items[0];
  if (!handoff) throw new Error('no handoff was made');

  const page = await personOf(browser, PEOPLE.yorisoi);
  await new CasePage(page).open(caseId);
  await page.getByRole('button', { name: '受け止める', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('来週うかがいます');
  await houkatsu.post(`/handoffs/${handoff.id}/withdraw`, { reason: '本人の希望が変わったため' }, handoff.etag);
  await dialog.getByRole('button', { name: '受け止める', exact: true }).click();
  await expect(dialog).toContainText('入力している間に、状況が変わりました');
  await expect(dialog.getByRole('textbox')).toHaveValue('来週うかがいます');
});

async function personOf(browser: { newContext: () => Promise<{ newPage: () => Promise<Page> }> }, email: string) {
  const page = await (await browser.newContext()).newPage();
  await signIn(page, email);
  return page;
}

/** An 8050 household, its name pasted from an old system in half-width kana; answers the number of the case. */
async function fileSheet(page: Page): Promise<string> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const form = await SheetFormPage.openNew(page, PEOPLE.houkatsu);
  await page.evaluate(() => navigator.clipboard.writeText('ﾐﾎﾝ ﾊﾙｺ'));
  await form.field('subject.name').focus();
  await page.keyboard.press('Control+V');
  await page.keyboard.press('Tab');
  await expect(form.field('subject.name')).toHaveValue('ミホン ハルコ');
  await expect(form.field('subject.kana')).toHaveValue('みほん はるこ');
  await page.getByRole('button', { name: '世帯員を加える' }).click();
  await form.field('members.0.name').fill('見本 和也');
  await form.field('members.0.age').fill('54');
  await page.getByRole('checkbox', { name: /8050/ }).check();
  await form.fillTheRest();
  await form.saved();
  await page.keyboard.press('Control+Enter');
  await form.confirmFiling();
  const number = /R\d+-\d+/.exec((await page.getByText(/ケース番号/).textContent()) ?? '')?.[0];
  if (!number) throw new Error('no case was opened');
  return number;
}

/** In the dialog that opens after filing. */
async function handOnToTwo(page: Page): Promise<void> {
  const view = new CasePage(page);
  await expect(view.dialog.getByRole('heading', { name: 'つなぐ', exact: true })).toBeVisible();
  await view.chooseReceiver(LEAD);
  await view.say(LEAD, '主担当をお願いする', '家賃の滞納と家計の相談が中心のため', '家計の整理と、家賃の分納の相談');
  await view.chooseReceiver(JOIN);
  await view.say(JOIN, 'いっしょに支援をお願いする', '長男のひきこもりが長いため', '長男との関係づくり');
  await view.dialog.getByRole('textbox', { name: /つなぎの目的/ }).fill('母と長男が、家で暮らしつづけられるように');
  await view.dialog.getByRole('radio', { name: /法令の定める事務/ }).check();
  await expect(view.dialog.getByText('送る前に確かめてください')).toBeVisible();
  await view.dialog.getByRole('button', { name: '2か所につなぐ' }).click();
  await expect(page.getByText('2件のつなぎを送りました。')).toBeVisible();
  await view.tab('つなぎ');
  await expect(view.handoffTo(LEAD)).toContainText('返事待ち');
  await expect(view.handoffTo(JOIN)).toContainText('返事待ち');
}

async function openFromBox(page: Page, caseNumber: string): Promise<void> {
  const search = page.getByRole('textbox', { name: /さがす/ });
  await search.fill(caseNumber);
  await search.press('Enter');
  await page
    .getByRole('rowheader', { name: new RegExp(caseNumber) })
    .getByRole('link')
    .click();
  await expect(page).toHaveURL(/\/cases\//);
}

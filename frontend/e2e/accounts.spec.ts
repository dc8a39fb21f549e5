import AxeBuilder from '@axe-core/playwright';
import { type APIRequestContext, expect, type Page, test } from '@playwright/test';
import { Api, household8050 } from './pages/api';
import { PASSWORD, signIn } from './pages/session';

const MANAGER = 'manager@houkatsu-naka.example';
const ADMIN = 'admin@kikaku.example';
const OWN = 'kaki-no-ki-to-tsuki-7';

test.describe.configure({ mode: 'serial' });

/** Nothing for axe to find, and nothing wider than the window. */
async function clean(page: Page, name: string) {
  const found = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  expect(found.violations, name).toEqual([]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth + 1);
  expect(wide, `${name} is wider than the window`).toBe(false);
}

/** The link in the newest mail to an address, as its reader would press it. */
async function linkTo(request: APIRequestContext, address: string, page: string): Promise<string> {
  let path = '';
  await expect
    .poll(
      async () => {
        const { items } = await (await request.get('/api/v1/demo/mails')).json();
        const mail = items.find((m: { to: string; text: string }) => m.to.includes(address) && m.text.includes(page));
        path = new RegExp(`${page}#[A-Za-z0-9_-]{43}`).exec(mail?.text ?? '')?.[0] ?? '';
        return path;
      },
      { timeout: 40_000 },
    )
    .not.toBe('');
  return path;
}

async function choosePassword(page: Page, password: string) {
  await page.getByLabel('新しいパスワード', { exact: true }).fill(password);
  await page.getByLabel('新しいパスワード（もう一度）').fill(password);
  await page.getByRole('button', { name: 'パスワードを決める' }).click();
  await expect(page.getByRole('heading', { name: 'パスワードを決めました' })).toBeVisible();
}

async function signInWith(page: Page, email: string, password: string) {
  await page.goto('/sign-in');
  await page.getByLabel('メールアドレス').fill(email);
  await page.getByLabel('パスワード', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'サインイン', exact: true }).click();
}

test('invited by a link, the own password, work handed over, deactivated', async ({ browser, page, request }) => {
  test.setTimeout(180_000);
  const email = `hana-${Date.now()}@houkatsu-naka.example`;
  await signIn(page, MANAGER);
  await page.getByRole('link', { name: '職員' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: '職員' })).toBeVisible();
  await expect(page.getByRole('row', { name: /若葉 萌/ })).toContainText('招待中');
  await clean(page, 'staff');
  await page.getByRole('button', { name: '招待する' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: '招待のメールを送る' }).click();
  await expect(dialog).toContainText('氏名を入力してください。');
  await dialog.getByLabel('氏名').fill('新人 花');
  await dialog.getByLabel('メールアドレス').fill(email);
  await dialog.getByLabel('任期の最後の日').fill('R10.3.31');
  await clean(page, 'invitation dialog');
  await dialog.getByRole('button', { name: '招待のメールを送る' }).click();
  await expect(page.getByRole('row', { name: /新人 花/ })).toContainText('招待中');

  // The person, in a browser of the own.
  const other = await browser.newContext();
  const own = await other.newPage();
  await own.goto(await linkTo(request, email, '/invitation'));
  await expect(own.getByText(email)).toBeVisible();
  expect(own.url()).not.toContain('#');
  await clean(own, 'invitation');
  await choosePassword(own, OWN);
  await own.getByRole('link', { name: 'サインインへ進む' }).click();
  await signInWith(own, email, OWN);
  await expect(own.getByRole('heading', { level: 1, name: 'ホーム' })).toBeVisible();

  // A draft in the person's name stops the leaving.
  const signed = await (
    await request.post('/api/v1/sessions', { headers: { 'X-Tsunagu-Request': '1' }, data: { email, password: OWN } })
  ).json();
  await request.post('/api/v1/sheets', {
    headers: { Authorization: `Bearer ${signed.accessToken}` },
    data: { content: household8050('見本 春江', 'みほん はるえ') },
  });
  await page.getByRole('link', { name: '新人 花' }).click();
  await expect(page.getByText('つなぐシートの下書き　1件')).toBeVisible();
  await clean(page, 'person');
  await page.getByRole('button', { name: '利用を停止する' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '利用を停止する' }).click();
  await expect(page.getByRole('dialog')).toContainText('先に、ほかの方に引き継いでください');
  await page.getByRole('dialog').getByRole('button', { name: 'やめる' }).click();
  await page.getByRole('button', { name: /引き継ぐ$/ }).click();
  await page.getByLabel('引き継ぐ方').selectOption({ label: '包括 花子' });
  await clean(page, 'hand over');
  await page.getByRole('dialog').getByRole('button', { name: '引き継ぐ' }).click();
  await expect(page.getByText('引き継ぐ仕事はありません。')).toBeVisible();
  await page.getByRole('button', { name: '利用を停止する' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '利用を停止する' }).click();
  await expect(page.getByText('停止中')).toBeVisible();

  // At once: the open screen asks who is there, and the password opens nothing any more.
  await own.goto('/sheets');
  await expect(own.getByRole('heading', { name: 'サインイン' })).toBeVisible();
  await signInWith(own, email, OWN);
  await expect(own.getByText('メールアドレスまたはパスワードが違います').first()).toBeVisible();
  await other.close();
});

test('a forgotten password is set anew with a link that works once', async ({ page, request }) => {
  test.setTimeout(120_000);
  const person = 'worker@kodomo-naka.example'; // of no other story
  await page.goto('/sign-in');
  await page.getByRole('link', { name: 'パスワードを忘れたとき' }).click();
  await clean(page, 'forgotten');
  await page.getByLabel('メールアドレス').fill(person);
  await page.getByRole('button', { name: 'メールを頼む' }).click();
  await expect(page.getByRole('heading', { name: '受け付けました' })).toBeVisible();
  const link = await linkTo(request, person, '/password-link');
  await page.goto(link);
  await choosePassword(page, PASSWORD.replace('demo', 'momo').replace('tsunagu', 'hoshi-to-kaki'));
  await page.goto('/');
  await page.goto(link);
  await expect(page.getByRole('heading', { name: 'このリンクは使えません' }).last()).toBeVisible();
});

test('the administrator keeps people, deadlines and the directory, and sees no case', async ({ page, request }) => {
  test.setTimeout(120_000);
  await signIn(page, ADMIN).catch(() => undefined);
  await expect(page.getByRole('heading', { level: 1, name: 'システム管理者のホーム' })).toBeVisible();
  await clean(page, 'home of the administrator');
  await page.getByRole('link', { name: 'アカウント', exact: true }).first().click();
  await page.getByLabel('氏名・メールアドレスで探す').fill('寄添');
  await page.keyboard.press('Enter');
  const row = page.getByRole('row', { name: /寄添 進/ });
  await expect(row).toContainText('こども');
  await clean(page, 'accounts');
  await row.getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1, name: '寄添 進' })).toBeVisible();
  await clean(page, 'account');

  await page.goto('/settings');
  const field = page.locator('#handoff_answer_days');
  await field.fill('百');
  await page.getByRole('button', { name: '変更を保存する' }).click();
  await expect(page.getByRole('alert')).toContainText('1から30までの整数');
  await field.fill('３');
  await page.getByRole('button', { name: '変更を保存する' }).click();
  await expect(page.getByText('つなぎに返答する期限: 2営業日 → 3営業日')).toBeVisible();
  await clean(page, 'settings');
  await page.getByRole('button', { name: 'つなぎに返答する期限を初期値に戻す' }).click();
  await page.getByRole('button', { name: '変更を保存する' }).click();
  await expect(page.getByText('つなぎに返答する期限: 3営業日 → 2営業日')).toBeVisible();

  const api = await Api.as(request, ADMIN);
  const { items } = await api.get<{ items: { id: string; name: string }[] }>('/agencies?limit=1');
  await page.goto(`/agencies/${items[0]?.id}`);
  await page.getByRole('link', { name: '情報を更新する' }).click();
  await clean(page, 'agency form');
  await page.getByLabel('受付時間', { exact: false }).first().fill('平日 9:00〜17:00');
  await page.getByRole('button', { name: '保存する' }).click();
  await expect(page.getByText('受付時間を更新')).toBeVisible();
  await clean(page, 'agency');
});

test('somebody of two agencies switches between them', async ({ page }) => {
  await signIn(page, 'worker@yorisoi.example');
  await page.getByText('寄添 進').first().click();
  await clean(page, 'menu with agencies');
  await page.getByRole('button', { name: /に切り替える/ }).click();
  await expect(page.getByText(/こども.*で、いま待っていることです/)).toBeVisible();
  await page.reload();
  await expect(page.getByText(/こども.*で、いま待っていることです/)).toBeVisible();
  // Back, for the other stories.
  await page.getByText('寄添 進').first().click();
  await page.getByRole('button', { name: /に切り替える/ }).click();
  await expect(page.getByText(/寄り添い.*で、いま待っていることです/)).toBeVisible();
});

import { createHmac } from 'node:crypto';
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { PASSWORD, signIn } from './pages/session';

/** Passkeys need a name: the same server, asked as localhost. */
const BASE = (process.env.TSUNAGU_E2E_URL ?? 'http://127.0.0.1:8080').replace('127.0.0.1', 'localhost');
/** Of no other story, for it is asked for a second factor afterwards. */
const PERSON = process.env.TSUNAGU_E2E_FACTOR_PERSON ?? 'office@kikaku.example';

test.describe.configure({ mode: 'serial' });
test.use({ baseURL: BASE });

test('an authenticator app, recovery codes and a passkey: added, asked for at sign-in, taken away', async ({
  page,
  context,
}) => {
  test.setTimeout(180_000);
  await addDevice(context, page);
  await signIn(page, PERSON);
  await page.goto('/account');
  await page.getByRole('link', { name: '二段階目の確認' }).click();
  const secret = await addApp(page);
  const codes = await keepCodes(page);
  await expect(page.getByText('残り 10 個')).toBeVisible();

  await page.getByRole('textbox', { name: /この端末の呼び名/ }).fill('窓口のパソコン');
  await page.getByRole('button', { name: 'パスキーを登録する' }).click();
  await expect(page.getByRole('button', { name: 'パスキー「窓口のパソコン」を外す' })).toBeVisible();

  // A recovery code: the code of the app was spent when it was added.
  await signOut(page);
  await passwordOf(page);
  await page.getByRole('button', { name: 'リカバリーコードを使う' }).click();
  await page.getByLabel('リカバリーコード').fill(codes[0] ?? '');
  await page.getByRole('button', { name: '確認する', exact: true }).click();
  await atHome(page);

  // The passkey after the password, and alone.
  await signOut(page);
  await passwordOf(page);
  await page.getByRole('button', { name: 'パスキーで確認する' }).click();
  await atHome(page);
  await signOut(page);
  await page.getByRole('button', { name: 'パスキーでサインイン' }).click();
  await atHome(page);

  await page.goto('/account/sessions');
  await expect(page.getByRole('listitem').filter({ hasText: 'この端末' })).toContainText('パスキー');

  await page.goto('/account/security');
  await page.getByRole('button', { name: '認証アプリを外す' }).click();
  await expect(page.getByRole('button', { name: '認証アプリを登録する' })).toBeVisible();
  await page.getByRole('button', { name: 'パスキー「窓口のパソコン」を外す' }).click();
  await expect(page.getByText('残り', { exact: false })).toHaveCount(0);
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
});

/** A passkey device of the browser's own (WebAuthn testing API), which always says yes. */
async function addDevice(context: BrowserContext, page: Page) {
  const devtools = await context.newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

async function addApp(page: Page): Promise<string> {
  await page.getByRole('button', { name: '認証アプリを登録する' }).click();
  await expect(page.getByRole('img', { name: /認証アプリで読み取る図/ })).toBeVisible();
  await page.getByText('読み取れないとき').click();
  const secret = (await page.locator('code').innerText()).replaceAll(' ', '');
  await page.getByLabel('アプリに表示された6桁のコード').fill(codeOf(secret));
  await page.getByRole('button', { name: '登録する', exact: true }).click();
  return secret;
}

async function keepCodes(page: Page): Promise<string[]> {
  const codes = await page.getByRole('list', { name: 'リカバリーコードの一覧' }).getByRole('listitem').allInnerTexts();
  expect(codes).toHaveLength(10);
  await page.getByRole('checkbox', { name: '控えました' }).check();
  await page.getByRole('button', { name: '次へ進む' }).click();
  return codes;
}

async function passwordOf(page: Page) {
  await page.getByLabel('メールアドレス').fill(PERSON);
  await page.getByLabel('パスワード', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'サインイン', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: '二段階目の確認' })).toBeVisible();
}

async function atHome(page: Page) {
  await expect(page.getByRole('heading', { level: 1, name: 'ホーム' })).toBeVisible();
}

async function signOut(page: Page) {
  await page.goto('/account');
  await page.getByRole('main').getByRole('button', { name: 'サインアウト' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
}

/** What the app shows now (RFC 6238, six digits, half a minute). */
function codeOf(secret: string, at = Date.now()): string {
  const bits = [...secret]
    .map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'))
    .join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const hash = createHmac('sha1', key).update(step).digest();
  const offset = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

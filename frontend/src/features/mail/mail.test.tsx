import { screen, waitFor, within } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { setUpClient } from '@/api/client';
import { takeSession } from '@/api/session';
import { axeFaults, renderUi } from '@/testing/render';
import { DemoMailPage, MailChoice, MailPage } from '.';

const API = 'http://localhost:8080/api/v1';
const id = '0197c9d5-0000-7000-8000-0000000000bb';
const status = { ready: true, demo: false, queued: 1, sending: 0, sent: 12, held: 0, failed: 1, unsure: 1 };
const message = {
  id,
  version: 4,
  kind: 'conference_invitation',
  state: 'unsure',
  attempts: 1,
  reply: 'no_answer',
  to: 'h…@npo.example',
  createdAt: '2026-11-24T03:00:00Z',
  actions: ['resend', 'discard'],
};

const server = setupServer(
  http.get(`${API}/mail`, () => HttpResponse.json(status)),
  http.get(`${API}/mail/messages`, () => HttpResponse.json({ items: [message], total: 1 })),
);
beforeAll(() => {
  server.listen({ onUnhandledRequest: 'error' });
  setUpClient(() => 'ja');
});
beforeEach(() => {
  takeSession({ accessToken: 't', user: { name: '見本' } } as Parameters<typeof takeSession>[0]);
});
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

it('a mail that may have arrived is sent again only after a warning, with the version seen', async () => {
  let sent: string | null = null;
  server.use(
    http.post(`${API}/mail/messages/${id}/resend`, ({ request }) => {
      sent = request.headers.get('If-Match');
      return HttpResponse.json({ ...message, state: 'queued', version: 5, actions: [] });
    }),
  );
  const { user, container } = await renderUi(<MailPage filters={{}} onFilters={vi.fn()} />);
  const row = await screen.findByRole('row', { name: /外部の方/ });
  expect(row).toHaveTextContent('届いたか不明');
  expect(row).toHaveTextContent('サーバーの返事がありませんでした');
  expect(await axeFaults(container)).toEqual([]);
  await user.click(within(row).getByRole('button', { name: /もう一度送る/ }));
  const dialog = screen.getByRole('dialog');
  expect(dialog).toHaveTextContent('2通届くことがあります');
  await user.click(within(dialog).getByRole('button', { name: 'もう一度送る' }));
  await waitFor(() => expect(sent).toBe('"4"'));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});

it('says when mails are only held', async () => {
  server.use(http.get(`${API}/mail`, () => HttpResponse.json({ ...status, ready: false, held: 3 })));
  await renderUi(<MailPage filters={{}} onFilters={vi.fn()} />);
  expect(await screen.findByText('メールを送る設定がされていません')).toBeVisible();
});

it('how one hears by mail is kept at once', async () => {
  const chosen: object[] = [];
  server.use(
    http.get(`${API}/me/mail`, () => HttpResponse.json({ mode: 'at_once', address: 'a@b.example', ready: true })),
    http.put(`${API}/me/mail`, async ({ request }) => {
      chosen.push((await request.json()) as object);
      return HttpResponse.json({ mode: 'daily', address: 'a@b.example', ready: true });
    }),
  );
  const { user } = await renderUi(<MailChoice />);
  expect(await screen.findByRole('radio', { name: /すぐに受け取る/ })).toBeChecked();
  await user.click(screen.getByRole('radio', { name: /1日1回/ }));
  await waitFor(() => expect(chosen).toEqual([{ mode: 'daily' }]));
});

it('the mails of a demonstration show their text and what goes into a calendar, and only our own links open', async () => {
  server.use(
    http.get(`${API}/demo/mails`, () =>
      HttpResponse.json({
        items: [
          {
            number: 2,
            at: '2026-11-24T03:00:00Z',
            to: '𠮷野 花子 <h@npo.example>',
            subject: '支援会議のご案内',
            text: '答え: http://localhost:3000/poll#abc と https://stranger.example/x <script>',
            calendar: {
              method: 'CANCEL',
              uid: 'u',
              sequence: 2,
              summary: '支援会議',
              start: '2026-12-08T04:30:00Z',
              end: '2026-12-08T06:00:00Z',
            },
          },
        ],
      }),
    ),
  );
  await renderUi(<DemoMailPage />);
  expect(await screen.findByRole('heading', { name: '支援会議のご案内' })).toBeVisible();
  expect(screen.getByText(/𠮷野 花子/)).toBeVisible();
  expect(screen.getAllByRole('link').map((a) => a.getAttribute('href'))).toEqual(['/poll#abc']);
  expect(screen.getByText('取り消し')).toBeVisible();
  expect(screen.getByText(/令和8年12月8日\(火\) 13:30〜15:00/)).toBeVisible();
});

it('elsewhere than in a demonstration the page says so', async () => {
  const problem = { type: 'about:blank', title: '見つかりませんでした', status: 404, code: 'not_found' };
  server.use(http.get(`${API}/demo/mails`, () => HttpResponse.json(problem, { status: 404 })));
  await renderUi(<DemoMailPage />);
  expect(await screen.findByText('このページはデモ環境だけにあります')).toBeVisible();
});

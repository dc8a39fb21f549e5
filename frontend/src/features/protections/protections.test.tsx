import { screen, waitFor, within } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { setUpClient } from '@/api/client';
import type { Case, ProtectedPerson } from '@/api/generated';
import { takeSession } from '@/api/session';
import { axeFaults, renderUi } from '@/testing/render';
import { ProtectDialog } from './ProtectDialog';
import { ProtectionNotice } from './ProtectionNotice';

const API = 'http://localhost:8080/api/v1';
const caseId = '0197c9d5-0000-7000-8000-0000000000bb';
const own = { id: '0197c9d5-0000-7000-8000-000000000001', code: 'naka', name: '見本中包括' };
const mother = { id: '0197c9d5-0000-7000-8000-0000000000a1', name: '見本 千代' };
const son = { id: '0197c9d5-0000-7000-8000-0000000000a2', name: '見本 剛', relation: '長男' };

const server = setupServer();
beforeAll(() => {
  server.listen({ onUnhandledRequest: 'error' });
  setUpClient(() => 'ja');
});
beforeEach(() => {
  takeSession({ accessToken: 't', user: { name: '見本' } } as Parameters<typeof takeSession>[0]);
});
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

/** The tests share two cores with a database. */
const SLOW = 30_000;

it(
  'says whom, from whom and what becomes hidden before a protection is set',
  async () => {
    const sent: object[] = [];
    server.use(
      http.post(`${API}/cases/${caseId}/protections`, async ({ request }) => {
        sent.push((await request.json()) as object);
        return HttpResponse.json({ id: caseId }, { status: 201 });
      }),
    );
    const onClose = vi.fn();
    const { user, container } = await renderUi(
      <ProtectDialog caseId={caseId} persons={[mother, son]} own={own} onClose={onClose} />,
    );
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByText(/見られるのは見本中包括です/)).toBeVisible();
    await user.click(within(dialog).getByRole('button', { name: '設定する' }));
    // in the summary and on the field
    expect(await within(dialog).findAllByText('守る方を選んでください。')).toHaveLength(2);
    expect(within(dialog).getAllByText('設定する理由を入力してください。')).toHaveLength(2);
    expect(await axeFaults(container)).toEqual([]);

    await user.click(within(dialog).getByRole('radio', { name: '見本 千代（本人）' }));
    await user.selectOptions(within(dialog).getByRole('combobox', { name: /加害のおそれのある方/ }), '見本 剛（長男）');
    await user.type(within(dialog).getByRole('textbox', { name: /設定する理由/ }), '暴力からの避難');
    await user.click(within(dialog).getByRole('button', { name: '設定する' }));
    await waitFor(() => expect(onClose).toHaveBeenCalled());
    expect(sent).toEqual([
      { personId: mother.id, perpetratorId: son.id, listed: [], coordinators: false, reason: '暴力からの避難' },
    ]);
  },
  SLOW,
);

function caseWith(people: ProtectedPerson[]): Case {
  return { id: caseId, actions: ['break_glass'], protected: people } as unknown as Case;
}

const hidden: ProtectedPerson = {
  personId: mother.id,
  key: 'subject',
  name: mother.name,
  as: 'protected',
  hidden: true,
};

it(
  'looking in an emergency needs a reason and says first who is told',
  async () => {
    const sent: object[] = [];
    server.use(
      http.post(`${API}/cases/${caseId}/break-glass`, async ({ request }) => {
        sent.push((await request.json()) as object);
        return HttpResponse.json({ personId: mother.id }, { status: 201 });
      }),
    );
    const { user, container } = await renderUi(<ProtectionNotice case={caseWith([hidden])} />);
    await user.click(await screen.findByRole('button', { name: '緊急に確認する' }));
    const dialog = screen.getByRole('dialog');
    expect(within(dialog).getByText(/推進員、主担当機関、支援措置を設定した機関に/)).toBeVisible();
    await user.click(within(dialog).getByRole('button', { name: '確認する' }));
    expect(await within(dialog).findByText('緊急に確認する理由を入力してください。')).toBeVisible();
    expect(sent).toEqual([]);
    expect(await axeFaults(container)).toEqual([]);
    await user.type(within(dialog).getByRole('textbox', { name: /緊急に確認する理由/ }), '救急搬送');
    await user.click(within(dialog).getByRole('button', { name: '確認する' }));
    await waitFor(() => expect(sent).toEqual([{ personId: mother.id, reason: '救急搬送' }]));
  },
  SLOW,
);

it('counts down while the look lasts, and offers it to nobody who may know', async () => {
  const until = new Date(Date.now() + 12 * 60_000).toISOString();
  const first = await renderUi(<ProtectionNotice case={caseWith([{ ...hidden, hidden: false, shownUntil: until }])} />);
  expect(await screen.findByRole('timer')).toHaveTextContent('あと12分で、ふたたび隠れます。');
  first.unmount();
  await renderUi(<ProtectionNotice case={caseWith([{ ...hidden, hidden: false }])} />);
  expect(await screen.findByText(/あなたの機関は住所などを見ることができます/)).toBeVisible();
  expect(screen.queryByRole('button')).toBeNull();
});

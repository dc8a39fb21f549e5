import { screen, waitFor, within } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { setUpClient } from '@/api/client';
import type { Ground } from '@/api/generated';
import { takeSession } from '@/api/session';
import { axeFaults, renderUi } from '@/testing/render';
import { ConsentSection } from '../consents';
import { CorrectionsCard } from './CorrectionsCard';
import { groundsFor } from './GroundFields';
import { PrintGroundDialog } from './PrintGroundDialog';

const API = 'http://localhost:8080/api/v1';
const caseId = '0197c9d5-0000-7000-8000-0000000000bb';
const naka = { id: '0197c9d5-0000-7000-8000-000000000001', code: 'naka', name: '見本中包括' };
const yori = { id: '0197c9d5-0000-7000-8000-000000000002', code: 'yori', name: '見本よりそい' };

const ground = (code: string, label: string, more: Partial<Ground> = {}): Ground => ({
  code,
  label,
  article: '条文',
  needsConsent: false,
  validFrom: '2005-04-01',
  ...more,
});
const grounds = [
  ground('consent', '本人の同意', { needsConsent: true }),
  ground('gone', '廃止された根拠', { validUntil: '2020-03-31' }),
  ground('other', 'その他の法令'),
  ground('own_work', '内部利用', { internal: true }),
  ground('own_request', '開示請求', { toPerson: true }),
];
const reference = {
  formVersion: '1',
  issueTypes: [],
  features: [],
  wards: [],
  districts: [],
  fields: [],
  agencyKinds: [],
  relations: [],
  grounds,
  settings: { handoffAnswerBusinessDays: 2, urgentAnswerBusinessHours: 2, firstContactBusinessDays: 5, hopLimit: 3 },
};

const server = setupServer(http.get(`${API}/reference`, () => HttpResponse.json(reference)));
beforeAll(() => {
  server.listen({ onUnhandledRequest: 'error' });
  setUpClient(() => 'ja');
});
beforeEach(() => {
  takeSession({ accessToken: 't', user: { name: '見本' } } as Parameters<typeof takeSession>[0]);
});
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

it('offers only the grounds that fit where it goes, those made for it first', () => {
  const codes = (whom: Parameters<typeof groundsFor>[2]) => groundsFor(grounds, '2026-11-22', whom).map((g) => g.code);
  expect(codes('house')).toEqual(['own_work', 'consent', 'other']);
  expect(codes('agency')).toEqual(['consent', 'other']);
  expect(codes('outside')).toEqual(['own_request', 'consent', 'other']);
});

it('nothing is printed before it is recorded to whom and on which ground', async () => {
  const sent: object[] = [];
  server.use(
    http.post(`${API}/disclosures`, async ({ request }) => {
      sent.push((await request.json()) as object);
      return HttpResponse.json({ id: caseId }, { status: 201 });
    }),
  );
  const onRecorded = vi.fn();
  const { user, container } = await renderUi(
    <PrintGroundDialog
      thing={{ caseId, parts: ['sheet'], sheetNumber: 2 }}
      onClose={vi.fn()}
      onRecorded={onRecorded}
    />,
  );
  await screen.findByRole('radio', { name: /内部利用/ });
  await user.click(screen.getByRole('button', { name: '記録して印刷する' }));
  expect((await screen.findAllByText('提供の根拠を選んでください。')).length).toBeGreaterThan(0);
  await user.click(screen.getByRole('radio', { name: /内部利用/ }));
  // Another receiver: use within the house is no ground any more, and nothing is chosen in silence.
  await user.click(screen.getByRole('radio', { name: /そのほかの相手/ }));
  expect(screen.queryByRole('radio', { name: /内部利用/ })).toBeNull();
  await user.type(screen.getByRole('textbox', { name: /相手の名前/ }), '見本病院');
  await user.click(screen.getByRole('button', { name: '記録して印刷する' }));
  expect((await screen.findAllByText('提供の根拠を選んでください。')).length).toBeGreaterThan(0);
  expect(sent).toEqual([]);
  await user.click(screen.getByRole('radio', { name: /本人の同意/ }));
  expect(await axeFaults(container)).toEqual([]);
  await user.click(screen.getByRole('button', { name: '記録して印刷する' }));
  await waitFor(() => expect(onRecorded).toHaveBeenCalledOnce());
  expect(sent).toEqual([
    { caseId, kind: 'print', parts: ['sheet'], sheetNumber: 2, toName: '見本病院', ground: 'consent' },
  ]);
});

it('offers what the server lets the reader record, and no button more', async () => {
  const consent = { state: 'given', agencies: [yori], parts: ['sheet'], recordedOn: '2026-11-20', method: 'oral' };
  const person = { id: yori.id, name: '見本 キヨ', subject: true, current: true, consent };
  const list = (states: string[]) => ({
    items: [{ person, states, history: [] }],
    holders: [naka, yori],
    resting: [yori],
  });
  let states = ['given', 'withdrawn'];
  server.use(http.get(`${API}/consents`, () => HttpResponse.json(list(states))));
  const first = await renderUi(<ConsentSection caseId={caseId} record={false} />);
  expect(await screen.findByText(/提供先：見本よりそい\s+つなぐシートだけ/)).toBeInTheDocument();
  expect(screen.queryByRole('link', { name: /本人の記録/ })).toBeNull();
  await first.user.click(screen.getByRole('button', { name: '同意の撤回を記録する' }));
  const dialog = await screen.findByRole('dialog');
  expect(within(dialog).getByText(/内容を示すのを止めます（見本よりそい）/)).toBeInTheDocument();
  expect(within(dialog).getByText(/お知らせします（見本中包括、見本よりそい）/)).toBeInTheDocument();
  first.unmount();
  states = [];
  await renderUi(<ConsentSection caseId={caseId} record={false} />);
  expect(await screen.findByText('見本 キヨ')).toBeInTheDocument();
  expect(screen.queryAllByRole('button')).toEqual([]);
});

it('a correction is ticked with the version it was seen in', async () => {
  const line = {
    id: yori.id,
    caseId,
    sheetId: caseId,
    sheetNumber: 2,
    receivedNumber: 1,
    to: yori,
    since: '2026-11-22T04:00:00Z',
    told: false,
    etag: '"3"',
    actions: ['tell'],
  };
  let told = false;
  server.use(
    http.get(`${API}/disclosures/corrections`, () =>
      HttpResponse.json({
        items: [told ? { ...line, told, toldAt: '2026-11-22T05:00:00Z', how: 'document', actions: [] } : line],
      }),
    ),
    http.post(`${API}/disclosures/corrections/${line.id}/told`, ({ request }) => {
      told = request.headers.get('If-Match') === '"3"';
      return HttpResponse.json({ ...line, told, actions: [] });
    }),
  );
  const { user } = await renderUi(<CorrectionsCard caseId={caseId} />);
  await user.click(await screen.findByRole('button', { name: 'お知らせしたことを記録する' }));
  await user.click(screen.getByRole('radio', { name: '文書' }));
  await user.click(screen.getByRole('button', { name: '記録する' }));
  expect(await screen.findByText(/文書でお知らせ済み/)).toBeInTheDocument();
  expect(screen.queryByText(/お知らせ待ち/)).toBeNull();
});

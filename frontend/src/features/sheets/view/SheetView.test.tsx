import { screen } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { setUpClient } from '@/api/client';
import { dropSession } from '@/api/session';
import { axeFaults, renderUi } from '@/testing/render';
import { SheetView } from './SheetView';

const reference = {
  issueTypes: [{ code: 'care', label: '介護のこと' }],
  features: [],
  wards: [{ code: 'kita-chuo', label: '北区中央' }],
  districts: [],
};
const server = setupServer(http.get('*/api/v1/reference', () => HttpResponse.json(reference)));
beforeAll(() => {
  setUpClient(() => 'ja');
  server.listen();
});
// Without a session no token is asked for.
beforeEach(dropSession);
afterAll(() => server.close());

/** The tests share two cores with a database. */
const PATIENT = { timeout: 10_000 };

it('an address is written as on a letter; ward and school district stand in brackets', async () => {
  const address = { kind: 'in_city' as const, town: '北区柳町一丁目', lot: '2-3', ward: 'kita-chuo', district: '桑田' };
  const { container } = await renderUi(
    <SheetView content={{ subject: { name: '山田', address }, issues: ['care'] }} />,
  );
  expect(await screen.findByText('北区柳町一丁目2-3 （北区中央福祉区・桑田中学校区）', {}, PATIENT)).toBeVisible();
  expect(screen.getAllByText('介護のこと')[0]).toBeVisible();
  expect(await axeFaults(container)).toEqual([]);
}, 20_000);

it('what 支援措置 hides is said to be hidden, not 未記入', async () => {
  const content = { subject: { name: '山田', address: { kind: 'in_city' as const } } };
  await renderUi(<SheetView content={content} masked={['/subject/address', '/subject/phoneHome']} />);
  expect(await screen.findByText('支援措置により、一部を表示していません')).toBeVisible();
  expect(screen.getAllByText('支援措置により表示していません')).toHaveLength(2);
});

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { act, type RenderResult, render } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import axe from 'axe-core';
import type { ReactNode } from 'react';
import { IntlProvider } from 'use-intl';
import { ToastRegion } from '@/components/ui';
import japanese from '@/i18n/japanese';

/** Renders a part with words, query client, toasts and a router that knows every address. */
export async function renderUi(
  ui: ReactNode,
  path = '/',
): Promise<RenderResult & { user: UserEvent; path: () => string }> {
  const root = createRootRoute();
  const any = createRoute({ getParentRoute: () => root, path: '$', component: () => ui });
  const index = createRoute({ getParentRoute: () => root, path: '/', component: () => ui });
  const router = createRouter({
    routeTree: root.addChildren([index, any]),
    history: createMemoryHistory({ initialEntries: [path] }),
  });
  await router.load();
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false }, mutations: { retry: false } } });
  let result: RenderResult | undefined;
  await act(async () => {
    result = render(
      <IntlProvider locale="ja" messages={japanese} timeZone="Asia/Tokyo">
        <QueryClientProvider client={queries}>
          <ToastRegion>
            {/* biome-ignore lint/suspicious/noExplicitAny: a router of the test's own, not the registered one */}
            <RouterProvider router={router as any} />
          </ToastRegion>
        </QueryClientProvider>
      </IntlProvider>,
    );
  });
  if (!result) throw new Error('nothing rendered');
  return { ...result, user: userEvent.setup(), path: () => router.state.location.href };
}

/** Rules that need layout or a whole page do not apply to a part in jsdom. */
const OFF = ['color-contrast', 'region', 'page-has-heading-one', 'landmark-one-main'];

/** What axe finds wrong, as short texts: expect(await axeFaults(container)).toEqual([]). */
export async function axeFaults(container: Element): Promise<string[]> {
  const rules = Object.fromEntries(OFF.map((id) => [id, { enabled: false }]));
  const { violations } = await axe.run(container, { rules });
  return violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.html}`));
}

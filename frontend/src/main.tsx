import './app/styles.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { setUpClient } from './api/client';
import { applyTextSize } from './app/preferences';
import { newQueryClient } from './app/query';
import { newRouter } from './app/router';
import { ToastRegion } from './components/ui';
import { currentLanguage, Messages } from './i18n';

setUpClient(currentLanguage);
applyTextSize();
document.documentElement.lang = currentLanguage();
// A hundred small font files by unicode-range: fetched as the page needs them, never in the way of the first paint.
void import('./app/fonts');

const queryClient = newQueryClient();
const router = newRouter(queryClient);

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Suspense>
        <Messages>
          <QueryClientProvider client={queryClient}>
            <ToastRegion>
              <RouterProvider router={router} />
            </ToastRegion>
          </QueryClientProvider>
        </Messages>
      </Suspense>
    </StrictMode>,
  );
}

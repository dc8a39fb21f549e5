import { createRootRouteWithContext, Outlet } from '@tanstack/react-router';
import { PlainErrorPage, PlainNotFoundPage } from '@/app/pages';
import type { RouterContext } from '@/app/router';

export const Route = createRootRouteWithContext<RouterContext>()({
  component: Outlet,
  errorComponent: PlainErrorPage,
  notFoundComponent: PlainNotFoundPage,
});

import { createFileRoute, notFound } from '@tanstack/react-router';
import { lazy } from 'react';

const Styleguide = import.meta.env.DEV ? lazy(() => import('@/app/styleguide/Styleguide')) : () => null;

/** Every part on one page, for those who build screens; not in the product. */
export const Route = createFileRoute('/styleguide')({
  beforeLoad: () => {
    if (!import.meta.env.DEV) throw notFound();
  },
  component: Styleguide,
});

import { createFileRoute } from '@tanstack/react-router';
import { NotFoundPage } from '@/app/pages';

/** Any other address: the shell stays, so that there is a way on. */
export const Route = createFileRoute('/_app/$')({ component: NotFoundPage });

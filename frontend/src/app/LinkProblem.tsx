import { useTranslations } from 'use-intl';
import { ApiProblem } from '@/api/problems';
import { ProblemPanel } from '@/components/ui';

/** What a page behind a mail's link says when the link opens nothing: torn in the mail, of nobody, or over. */
export function LinkProblem({ problem, title }: { problem: unknown; title: string }) {
  const t = useTranslations('conferences.link');
  const status = problem instanceof ApiProblem ? problem.status : 0;
  if (status !== 410 && status !== 404 && status !== 400) {
    return (
      <>
        <h1 className="mb-6 text-std-28B-150">{title}</h1>
        <ProblemPanel error={problem} />
      </>
    );
  }
  return (
    <>
      <h1 className="text-std-28B-150">{t(status === 410 ? 'over' : 'unknown')}</h1>
      <p className="mt-4">{t(status === 410 ? 'overWhy' : 'unknownWhy')}</p>
    </>
  );
}

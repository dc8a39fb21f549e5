import { CircleAlert, CircleCheck, Info, type LucideIcon, RotateCw, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { ApiProblem } from '@/api/problems';
import { cx } from '@/lib/cx';
import { Button } from './Button';

export type NoticeTone = 'info' | 'success' | 'warning' | 'error';

const tones: Record<NoticeTone, { icon: LucideIcon; frame: string; mark: string }> = {
  info: { icon: Info, frame: 'border-key-900', mark: 'text-key-900' },
  success: { icon: CircleCheck, frame: 'border-success-2', mark: 'text-success-2' },
  warning: { icon: TriangleAlert, frame: 'border-warning-yellow-2', mark: 'text-warning-yellow-2' },
  error: { icon: CircleAlert, frame: 'border-error-1', mark: 'text-error-1' },
};

export interface NoticeBannerProps {
  tone?: NoticeTone;
  title: ReactNode;
  children?: ReactNode;
  /** Buttons or links for the next step. */
  actions?: ReactNode;
  /** Announced when it appears; errors are announced at once. */
  live?: boolean;
  /** Level of the heading in the page. */
  level?: 2 | 3 | 4;
  className?: string;
}

export function NoticeBanner({
  tone = 'info',
  title,
  children,
  actions,
  live,
  level = 2,
  className,
}: NoticeBannerProps) {
  const { icon: Icon, frame, mark } = tones[tone];
  const t = useTranslations('ui');
  const Heading = `h${level}` as const;
  return (
    <section
      role={live ? (tone === 'error' ? 'alert' : 'status') : undefined}
      data-tone={tone}
      className={cx('rounded-12 border-[3px] bg-white p-5 desk:p-6', frame, className)}
    >
      <Heading className="flex items-start gap-3 text-std-20B-150">
        <Icon size="1.4em" className={cx('mt-0.5 shrink-0', mark)} aria-label={t(`tone.${tone}`)} role="img" />
        <span>{title}</span>
      </Heading>
      {children && <div className="mt-2 sm:pl-10">{children}</div>}
      {actions && <div className="mt-4 flex flex-wrap gap-3 sm:pl-10">{actions}</div>}
    </section>
  );
}

/** What a person can do about each kind of failure; the server's own words where it has some. */
export function useProblemText(): (error: unknown) => { title: string; detail: string } {
  const t = useTranslations('problems');
  return (error) => {
    if (!(error instanceof ApiProblem)) return { title: t('unknown.title'), detail: t('unknown.detail') };
    const kind = kindOf(error);
    return {
      title: error.title && kind === 'other' ? error.title : t(`${kind}.title`),
      detail:
        error.detail ||
        (kind === 'tooMany' ? t('tooMany.detail', { seconds: error.retryAfter ?? 60 }) : t(`${kind}.detail`)),
    };
  };
}

type Kind =
  | 'network'
  | 'signedOut'
  | 'forbidden'
  | 'notFound'
  | 'conflict'
  | 'stale'
  | 'tooMany'
  | 'unavailable'
  | 'server'
  | 'other';

function kindOf(p: ApiProblem): Kind {
  const byStatus: Record<number, Kind> = {
    0: 'network',
    401: 'signedOut',
    403: 'forbidden',
    404: 'notFound',
    409: 'conflict',
    412: 'stale',
    429: 'tooMany',
    503: 'unavailable',
  };
  return byStatus[p.status] ?? (p.status >= 500 ? 'server' : 'other');
}

export interface ProblemPanelProps {
  error: unknown;
  onRetry?: () => void;
  level?: 2 | 3 | 4;
  actions?: ReactNode;
}

/** A failure, said plainly, with a way on, and the numbers a helper will ask for. */
export function ProblemPanel({ error, onRetry, level, actions }: ProblemPanelProps) {
  const t = useTranslations('ui');
  const { title, detail } = useProblemText()(error);
  const problem = error instanceof ApiProblem ? error : undefined;
  // Asking again does not change who may see it.
  const retry = problem?.status === 403 ? undefined : onRetry;
  return (
    <NoticeBanner
      tone="error"
      live
      level={level}
      title={title}
      actions={
        (retry || actions) && (
          <>
            {retry && (
              <Button variant="outline" icon={RotateCw} onClick={retry}>
                {t('retry')}
              </Button>
            )}
            {actions}
          </>
        )
      }
    >
      <p>{detail}</p>
      {problem && problem.errors.length > 0 && (
        <ul className="mt-2 list-disc pl-6">
          {problem.errors.map((e) => (
            <li key={`${e.pointer} ${e.code}`}>{e.message}</li>
          ))}
        </ul>
      )}
      {problem && problem.status > 0 && (
        <p className="mt-3 text-[0.875rem] text-solid-gray-700">
          {t('problemCode', { code: problem.code })}
          {problem.requestId && <span className="ml-4">{t('requestId', { id: problem.requestId })}</span>}
        </p>
      )}
    </NoticeBanner>
  );
}

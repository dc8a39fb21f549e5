import { CircleAlert } from 'lucide-react';
import { useEffect, useId, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { focusField } from './Field';

export interface SummaryError {
  /** Name or id of the field; absent for an error of the whole form. */
  name?: string;
  message: string;
}

export interface ErrorSummaryProps {
  errors: readonly SummaryError[];
  title?: string;
  /** Changes with each attempt, so that focus comes back although the errors are the same. */
  attempt?: number;
  /** For fields that are not on the page yet (another tab): called when no field of that name is found. */
  onMissing?: (name: string) => void;
}

/** Says at the top what must be corrected, takes focus, and leads to each field. Nothing when there are no errors. */
export function ErrorSummary({ errors, title, attempt = 0, onMissing }: ErrorSummaryProps) {
  const t = useTranslations('ui');
  const id = useId();
  const box = useRef<HTMLElement>(null);
  const any = errors.length > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt brings focus back
  useEffect(() => {
    if (any) {
      box.current?.focus({ preventScroll: true });
      box.current?.scrollIntoView?.({ block: 'start' });
    }
  }, [any, attempt]);
  if (!any) return null;
  return (
    <section
      ref={box}
      tabIndex={-1}
      role="alert"
      aria-labelledby={`${id}-title`}
      className="scroll-mt-4 rounded-12 border-2 border-error-1 bg-white p-5 desk:p-6"
    >
      <h2 id={`${id}-title`} className="flex items-center gap-2 text-std-20B-150 text-error-2">
        <CircleAlert aria-hidden size="1.25em" className="shrink-0" />
        {title ?? t('errorSummary', { count: errors.length })}
      </h2>
      <ul className="mt-3 flex flex-col gap-1">
        {errors.map((e) => (
          <li key={`${e.name ?? ''} ${e.message}`}>
            {e.name ? (
              <a
                href={`#${e.name}`}
                className="inline-block py-1 text-error-2 underline underline-offset-[0.1875rem] hover:decoration-[3px]"
                onClick={(event) => {
                  event.preventDefault();
                  if (e.name && !focusField(e.name)) onMissing?.(e.name);
                }}
              >
                {e.message}
              </a>
            ) : (
              e.message
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

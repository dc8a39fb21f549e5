import { useTranslations } from 'use-intl';
import { Button, useProblemText } from '@/components/ui';
import type { SaverState } from './saver';

/** Why saving does not work just now and what becomes of the text. Nothing while it works. */
export function SaveTrouble({ state, onRetry }: { state: SaverState; onRetry: () => void }) {
  const t = useTranslations('sheets.trouble');
  const text = useProblemText();
  const { problem, status } = state;
  if (!problem || (status !== 'failed' && status !== 'offline')) return null;
  const fields = problem.status === 422;
  return (
    <div role="alert" className="rounded-8 border-2 border-error-1 p-3 text-[0.9375rem]">
      <p className="font-bold">{fields ? t('someFields') : text(problem).title}</p>
      {fields ? (
        <ul className="mt-1 list-disc pl-5">
          {problem.errors.map((e) => (
            <li key={e.pointer}>{e.message}</li>
          ))}
        </ul>
      ) : (
        <p className="mt-1">{status === 'offline' ? t('kept') : text(problem).detail}</p>
      )}
      {!fields && (
        <Button variant="outline" size="sm" className="mt-2" onClick={onRetry}>
          {t('retry')}
        </Button>
      )}
    </div>
  );
}

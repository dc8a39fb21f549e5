import { PencilLine } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Note } from '@/api/generated';
import { Button, Disclosure } from '@/components/ui';
import { longMoment } from '../cases/dates';
import { CorrectNoteDialog } from './NoteDialog';

/** What was written, and what it said before it was corrected. */
export function NoteBody({ note, caseId }: { note: Note; caseId: string }) {
  const t = useTranslations('cases.note');
  const [correcting, setCorrecting] = useState(false);
  const corrections = note.corrections ?? [];
  return (
    <div className="mt-2 rounded-8 border border-solid-gray-300 bg-white px-4 py-3">
      <p className="text-[0.875rem] text-solid-gray-700">{t('happened', { at: longMoment(note.occurredAt) })}</p>
      <p className="mt-1 whitespace-pre-wrap">{note.text}</p>
      {corrections.length > 0 && (
        <Disclosure summary={t('corrected', { count: corrections.length })} className="mt-1">
          <ol className="flex flex-col gap-3">
            {corrections.toReversed().map((c) => (
              <li key={c.at} className="border-l-4 border-solid-gray-200 pl-3 text-[0.9375rem]">
                <p className="text-solid-gray-700">
                  {longMoment(c.at)}　{c.byName}
                </p>
                <p>{t('why', { reason: c.reason })}</p>
                <del className="block whitespace-pre-wrap text-solid-gray-700">{c.before}</del>
              </li>
            ))}
          </ol>
        </Disclosure>
      )}
      {note.actions.includes('correct') && (
        <Button variant="text" size="sm" icon={PencilLine} className="-ml-3" onClick={() => setCorrecting(true)}>
          {t('correct')}
        </Button>
      )}
      {correcting && <CorrectNoteDialog note={note} caseId={caseId} onClose={() => setCorrecting(false)} />}
    </div>
  );
}

import { useEffect, useState, useSyncExternalStore } from 'react';
import { type UseFormReturn, useForm } from 'react-hook-form';
import { getInformationSheet, type InformationContent, updateInformationSheet } from '@/api/generated';
import { InformationSaver, pruned, type Seen } from './saver';

export type InformationForm = InformationContent;

/** The sheet of a case with its version. */
export async function loadInformation(caseId: string): Promise<Seen> {
  const { data, response } = await getInformationSheet({ path: { caseId }, throwOnError: true });
  return { sheet: data, etag: response.headers.get('ETag') ?? '' };
}

/** Every place of the form, so that inputs are never without a value. */
export function formOf(content: InformationContent): InformationForm {
  return {
    safety: { level: content.safety?.level ?? 'unknown', note: content.safety?.note ?? '' },
    members: content.members ?? [],
    supports: content.supports ?? [],
    known: content.known ?? [],
    unknown: content.unknown ?? [],
    risks: content.risks ?? [],
    strengths: content.strengths ?? '',
    policy: content.policy ?? '',
  };
}

/** The form of the sheet and its saving. */
export function useInformation(caseId: string, start: Seen) {
  const form = useForm<InformationForm>({ defaultValues: formOf(start.sheet.content) });
  const [saver] = useState(() => newSaver(caseId, form, start));
  const state = useSyncExternalStore(saver.subscribe, saver.snapshot);
  useEffect(() => {
    const watching = form.watch(() => saver.changed());
    const away = () => {
      if (document.visibilityState === 'hidden') void saver.flush();
    };
    document.addEventListener('visibilitychange', away);
    return () => {
      watching.unsubscribe();
      document.removeEventListener('visibilitychange', away);
      saver.stop();
    };
  }, [form, saver]);
  return { form, saver, state };
}

function newSaver(caseId: string, form: UseFormReturn<InformationForm>, start: Seen): InformationSaver {
  return new InformationSaver(
    {
      read: () => pruned(form.getValues()),
      show: (content) => form.reset(formOf(content)),
      save: async (etag, content) => {
        const { data, response } = await updateInformationSheet({
          path: { caseId },
          body: { content },
          headers: { 'If-Match': etag },
          throwOnError: true,
        });
        return { sheet: data, etag: response.headers.get('ETag') ?? '' };
      },
      load: () => loadInformation(caseId),
    },
    start,
  );
}

import { useQueryClient } from '@tanstack/react-query';
import { ArrowRightLeft } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { forgetEtags } from '@/api/etags';
import { type AgencyRef, type Me, switchAgency } from '@/api/generated';
import { takeSession } from '@/api/session';
import { ProblemPanel } from '@/components/ui';
import { purgeDrafts } from '@/lib/storage';

/** The other agencies a person has roles at today, each once. */
export function otherAgencies(me: Pick<Me, 'agency' | 'memberships'>): AgencyRef[] {
  const seen = new Map<string, AgencyRef>();
  for (const { agency } of me.memberships) if (agency.id !== me.agency.id) seen.set(agency.id, agency);
  return [...seen.values()];
}

/** 所属の切り替え: a new session for the other agency; everything this page knows of the old one goes. */
export function AgencySwitcher({ me, onSwitched }: { me: Me; onSwitched: () => void }) {
  const t = useTranslations('people');
  const queries = useQueryClient();
  const [busy, setBusy] = useState<string>();
  const [problem, setProblem] = useState<unknown>();
  const others = otherAgencies(me);
  if (others.length === 0) return null;
  const change = async (agency: AgencyRef) => {
    if (busy) return;
    setBusy(agency.id);
    setProblem(undefined);
    try {
      const { data } = await switchAgency({ body: { agencyId: agency.id }, throwOnError: true });
      // Drafts kept on this device belong to the agency that was left.
      await purgeDrafts();
      forgetEtags();
      queries.clear();
      takeSession(data);
      onSwitched();
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(undefined);
    }
  };
  return (
    <section aria-label={t('switch')} className="border-t border-solid-gray-200 pt-3">
      <h2 className="font-bold">{t('switch')}</h2>
      <p className="mb-1 text-[0.875rem] text-solid-gray-700">{t('switchWhy')}</p>
      {problem !== undefined && <ProblemPanel error={problem} level={3} />}
      <ul className="-mx-2 flex flex-col">
        {others.map((agency) => (
          <li key={agency.id}>
            <button
              type="button"
              aria-busy={busy === agency.id || undefined}
              onClick={() => void change(agency)}
              className="flex min-h-11 w-full items-center gap-3 rounded-8 px-3 py-1.5 text-left hover:bg-key-50 hover:underline"
            >
              <ArrowRightLeft aria-hidden size="1.25rem" className="shrink-0" />
              {busy === agency.id ? t('switching') : t('switchTo', { agency: agency.name })}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

import type { Case } from '@/api/generated';
import { useMe } from '@/app/session';
import { ConsentSection } from '../consents';
import { CorrectionsCard } from './CorrectionsCard';
import { DisclosureSection, type LedgerView } from './DisclosureSection';

/** 同意と提供: what may be given, what was given, and whom to tell of corrections. */
export function SharingPanel({ case: c, ...ledger }: LedgerView & { case: Case }) {
  const { roles } = useMe();
  const works = c.access === 'lead' || c.access === 'supporting' || c.access === 'coordinating';
  const record = works && (roles.includes('agency_manager') || roles.includes('coordinator'));
  return (
    <div className="flex flex-col gap-5">
      <ConsentSection caseId={c.id} record={record} />
      {works && <CorrectionsCard caseId={c.id} />}
      <DisclosureSection caseId={c.id} {...ledger} />
    </div>
  );
}

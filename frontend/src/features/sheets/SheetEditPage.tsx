import { useQuery } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useMe } from '@/app/session';
import { ProblemPanel, Skeleton } from '@/components/ui';
import { DraftEditor } from './DraftEditor';
import { freshContent } from './model/content';
import { loadSheet } from './saving/ports';

/** The address of a sheet that is not on the server yet: it is made there with the first thing written. */
export const NEW_SHEET = 'new';

/**
 * Writing a draft. A new sheet becomes one of the server with the first change, and the address follows without the form
 * being built again: nothing typed is lost, and looking at an empty form leaves no empty draft behind.
 */
export function SheetEditPage({ sheetId, onCreated }: { sheetId: string; onCreated: (id: string) => void }) {
  const visit = useVisit(sheetId);
  if (sheetId === NEW_SHEET || sheetId === visit.made) {
    return (
      <NewSheet
        key={`new ${visit.count}`}
        onCreated={(id) => {
          visit.saved(id);
          onCreated(id);
        }}
      />
    );
  }
  return <StoredSheet key={sheetId} sheetId={sheetId} />;
}

/** Tells the form that has just got its address from a second press of 新しいシート, which begins another one. */
function useVisit(sheetId: string) {
  const [visit, setVisit] = useState<{ count: number; made?: string; arrived?: boolean }>({ count: 0 });
  if (visit.made === sheetId && !visit.arrived) setVisit({ ...visit, arrived: true });
  if (sheetId === NEW_SHEET && visit.arrived) setVisit({ count: visit.count + 1 });
  return { count: visit.count, made: visit.made, saved: (made: string) => setVisit({ ...visit, made }) };
}

function NewSheet({ onCreated }: { onCreated: (id: string) => void }) {
  const me = useMe();
  const [fresh] = useState(() => freshContent(me.name, new Date()));
  return <DraftEditor stored={undefined} fresh={fresh} onCreated={onCreated} />;
}

function StoredSheet({ sheetId }: { sheetId: string }) {
  // Read once and never again by itself: the form goes on from the version it started with.
  const query = useQuery({
    queryKey: ['sheetToEdit', sheetId],
    queryFn: () => loadSheet(sheetId),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  if (query.isPending) return <Skeleton lines={10} className="max-w-3xl" />;
  if (query.isError) return <ProblemPanel error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data.sheet.state !== 'draft') {
    return <Navigate to="/sheets/$sheetId" params={{ sheetId }} replace />;
  }
  return <DraftEditor stored={query.data} fresh={{}} />;
}

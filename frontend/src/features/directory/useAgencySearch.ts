import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { AgencySummary } from '@/api/generated';
import { listAgenciesOptions } from '@/api/generated/@tanstack/react-query.gen';

/** How long typing must rest before the server is asked, in milliseconds. */
const REST = 200;
const SHOWN = 8;

export interface AgencySearch {
  readonly agencies: readonly AgencySummary[];
  readonly pending: boolean;
  readonly error: unknown;
  readonly retry: () => void;
}

/** Agencies by part of name or kana, once typing rests. Asks nothing while closed. */
export function useAgencySearch(text: string, open: boolean, exclude: readonly string[]): AgencySearch {
  const [rested, setRested] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setRested(text.trim()), REST);
    return () => clearTimeout(timer);
  }, [text]);
  const found = useQuery({
    // A few more than shown, so that those left out do not shorten the list.
    ...listAgenciesOptions({ query: { q: rested || undefined, limit: SHOWN + Math.min(exclude.length, 20) } }),
    enabled: open,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
  return {
    agencies: found.data?.items.filter((a) => !exclude.includes(a.id)).slice(0, SHOWN) ?? [],
    pending: found.isPending || rested !== text.trim(),
    error: found.error,
    retry: () => void found.refetch(),
  };
}

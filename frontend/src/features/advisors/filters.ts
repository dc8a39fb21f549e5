import { z } from 'zod';

const code = z.string().max(60).optional().catch(undefined);

/** State of the registry, as it stands in the URL. */
export const advisorSearch = z.object({ field: code, all: z.boolean().optional().catch(undefined) });
export type AdvisorFilters = z.infer<typeof advisorSearch> & { q?: string };

export const dispatchSearch = z.object({ all: z.boolean().optional().catch(undefined) });
export type DispatchFilters = z.infer<typeof dispatchSearch> & { q?: string };

export const adviceSearch = z.object({ field: code, issue: code });
export type AdviceFilters = z.infer<typeof adviceSearch> & { q?: string };

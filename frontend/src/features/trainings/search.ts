import { z } from 'zod';

/** State of the list, as it stands in the URL: 西暦 of the fiscal year's April. */
export const trainingSearch = z.object({ year: z.number().int().min(2000).max(2200).optional().catch(undefined) });
export type TrainingFilters = z.infer<typeof trainingSearch> & { q?: string };

import { z } from 'zod';

/** Codes of お困りごと or 世帯の特徴, all of which a study must have; at most five fit beside each other. */
const codes = z.array(z.string().max(60)).max(5).optional().catch(undefined);

/** State of the library, as it stands in the URL. */
export const studySearch = z.object({
  shelf: z.enum(['mine', 'review']).optional().catch(undefined),
  issues: codes,
  features: codes,
});
export type StudyFilters = z.infer<typeof studySearch> & { q?: string };

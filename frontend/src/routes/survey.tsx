import { createFileRoute } from '@tanstack/react-router';
import { SurveyFormPage } from '@/features/surveys';

/** Opened by the link of a mail: nobody signs in here. */
export const Route = createFileRoute('/survey')({ component: SurveyFormPage });

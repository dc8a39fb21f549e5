import { createFileRoute } from '@tanstack/react-router';
import { PlainFrame } from '@/app/PlainFrame';
import { ForgottenPage } from '@/features/people';

export const Route = createFileRoute('/forgotten-password')({
  component: () => (
    <PlainFrame>
      <ForgottenPage />
    </PlainFrame>
  ),
});

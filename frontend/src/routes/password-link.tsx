import { createFileRoute } from '@tanstack/react-router';
import { PlainFrame } from '@/app/PlainFrame';
import { PasswordLinkPage } from '@/features/people';

/** What the link of a reset opens; the token stands behind the #. */
export const Route = createFileRoute('/password-link')({
  component: () => (
    <PlainFrame>
      <PasswordLinkPage kind="password_reset" />
    </PlainFrame>
  ),
});

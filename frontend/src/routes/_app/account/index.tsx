import { createFileRoute, useRouter } from '@tanstack/react-router';
import { type TextSize, useTextSize } from '@/app/preferences';
import { useMe } from '@/app/session';
import { useSignOut } from '@/app/signOut';
import { AccountPage } from '@/features/accounts';
import { MailChoice } from '@/features/mail';

export const Route = createFileRoute('/_app/account/')({ component: Page });

function Page() {
  const [size, setSize] = useTextSize();
  const signOut = useSignOut(useRouter());
  return (
    <AccountPage
      me={useMe()}
      textSize={size}
      onTextSize={(next) => setSize(next as TextSize)}
      onSignOut={() => void signOut()}
      mail={<MailChoice />}
    />
  );
}

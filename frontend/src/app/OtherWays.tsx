import { useQuery } from '@tanstack/react-query';
import { Building2, Fingerprint } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { getAboutOptions } from '@/api/generated/@tanstack/react-query.gen';
import { Button } from '@/components/ui';
import { passkeysSupported } from '@/lib/passkey';
import type { SignIn } from './useSignIn';

export interface OtherWaysProps {
  signIn: SignIn;
  returnTo: string;
  onSignedIn: () => void;
}

/** Without a password: a passkey on this device, or the city's own identity provider. Only what this server has. */
export function OtherWays({ signIn, returnTo, onSignedIn }: OtherWaysProps) {
  const t = useTranslations('signIn');
  const { data } = useQuery({ ...getAboutOptions(), staleTime: Number.POSITIVE_INFINITY });
  const passkey = data?.passkeys && passkeysSupported();
  if (!data || (!passkey && !data.provider)) return null;
  return (
    <div className="mt-6 flex flex-col gap-3 border-t border-solid-gray-200 pt-6">
      {passkey && (
        <Button
          variant="outline"
          wide
          icon={Fingerprint}
          busy={signIn.busy}
          onClick={() => void signIn.signInWithPasskey().then((done) => done && onSignedIn())}
        >
          {t('withPasskey')}
        </Button>
      )}
      {data.provider && (
        <Button
          variant="outline"
          wide
          icon={Building2}
          onClick={() => window.location.assign(`/api/v1/sessions/oidc/start?to=${encodeURIComponent(returnTo)}`)}
        >
          {t('withProvider', { name: data.provider })}
        </Button>
      )}
    </div>
  );
}

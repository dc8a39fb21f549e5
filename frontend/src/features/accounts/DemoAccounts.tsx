import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import type { DemoAccount } from '@/api/generated';
import { getAboutOptions } from '@/api/generated/@tanstack/react-query.gen';

export interface DemoAccountsProps {
  /** Fills the form; signing in stays a press of the person's own. */
  onChoose: (email: string, password: string) => void;
}

/** The accounts of a demonstration, by role; nothing on a real server, nor when it cannot be asked. */
export function DemoAccounts({ onChoose }: DemoAccountsProps) {
  const t = useTranslations('signIn');
  const role = useTranslations('codes.role');
  const { data } = useQuery({ ...getAboutOptions(), staleTime: Number.POSITIVE_INFINITY });
  if (!data?.demo || data.demoAccounts.length === 0) return null;
  const password = data.demoPassword ?? '';
  return (
    <section
      data-demo
      aria-labelledby="demo-title"
      className="rounded-16 border border-yellow-700 bg-yellow-50 p-5 sm:p-6"
    >
      <h2 id="demo-title" className="text-std-20B-150">
        {t('demoTitle')}
      </h2>
      <p className="mt-1">{t('demoLead')}</p>
      {password && (
        <p className="mt-1">
          {t('demoPassword')} <code className="rounded-4 bg-white px-2 py-0.5">{password}</code>
        </p>
      )}
      <ul className="mt-3 grid gap-x-6 sm:grid-cols-2">
        {data.demoAccounts.map((a) => (
          <li key={a.email} className="border-t border-yellow-400">
            <AccountButton account={a} role={role(a.role)} onChoose={() => onChoose(a.email, password)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function AccountButton({ account, role, onChoose }: { account: DemoAccount; role: string; onChoose: () => void }) {
  return (
    <button
      type="button"
      onClick={onChoose}
      className="group flex min-h-11 w-full flex-wrap items-baseline gap-x-3 px-1 py-2 text-left hover:bg-yellow-100"
    >
      <span className="font-bold text-key-1000 underline underline-offset-[0.1875rem] group-hover:decoration-[3px]">
        {account.name}
      </span>
      <span className="text-[0.9375rem]">{role}</span>
      <span className="basis-full text-[0.9375rem] text-solid-gray-800">{account.agency}</span>
    </button>
  );
}

import { Link, useRouter } from '@tanstack/react-router';
import { ChevronDown, CircleUser, Keyboard, LogOut, Menu } from 'lucide-react';
import { useRef } from 'react';
import { useTranslations } from 'use-intl';
import type { Me } from '@/api/generated';
import { RadioGroup } from '@/components/ui';
import { NotificationBell } from '@/features/notifications/NotificationBell';
import { type Locale, setLocale, useLocale } from '@/i18n';
import { type TextSize, useTextSize } from '../preferences';
import { hasRole } from '../session';
import { useSignOut } from '../signOut';
import { AgencySwitcher } from './AgencySwitcher';
import { Mark } from './Mark';

interface HeaderProps {
  me: Me;
  onMenu: () => void;
  onKeys: () => void;
}

export function Header({ me, onMenu, onKeys }: HeaderProps) {
  const t = useTranslations('app');
  return (
    <header data-shell className="sticky top-0 z-30 border-b border-solid-gray-300 bg-white">
      <div className="mx-auto flex min-h-16 max-w-[90rem] items-center gap-3 px-4 py-2 sm:px-6">
        <button
          type="button"
          onClick={onMenu}
          className="flex min-h-11 items-center gap-2 rounded-8 px-2 font-bold hover:bg-solid-gray-50 desk:hidden"
        >
          <Menu aria-hidden size="1.5rem" />
          <span className="hidden sm:inline">{t('menu')}</span>
          <span className="visually-hidden sm:hidden">{t('menu')}</span>
        </button>
        <Link to="/" className="flex items-center gap-3 rounded-8 pr-2">
          <Mark className="size-9 shrink-0" />
          <span className="text-std-22B-150 whitespace-nowrap">{t('name')}</span>
          <span className="hidden text-[0.875rem] text-solid-gray-700 desk:inline">{t('tagline')}</span>
        </Link>
        <div className="ml-auto flex items-center gap-1 sm:gap-3">
          {hasRole(me, 'worker', 'agency_manager', 'coordinator') && (
            <NotificationBell unread={me.unreadNotifications} />
          )}
          <AccountMenu me={me} onKeys={onKeys} />
        </div>
      </div>
    </header>
  );
}

/** Who I am and for which agency; below it the preferences of the screen and the way out. */
function AccountMenu({ me, onKeys }: { me: Me; onKeys: () => void }) {
  const t = useTranslations('app');
  const codes = useTranslations('codes.role');
  const box = useRef<HTMLDetailsElement>(null);
  const summary = useRef<HTMLElement>(null);
  const router = useRouter();
  const signOut = useSignOut(router);
  const close = () => {
    if (box.current) box.current.open = false;
  };
  return (
    <details
      ref={box}
      className="group relative"
      onBlur={(event) => {
        if (event.relatedTarget instanceof Node && !box.current?.contains(event.relatedTarget)) close();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !box.current?.open) return;
        close();
        summary.current?.focus();
      }}
    >
      <summary
        ref={summary}
        className="flex min-h-11 list-none items-center gap-2 rounded-8 px-2 py-1 text-right hover:bg-solid-gray-50 [&::-webkit-details-marker]:hidden"
      >
        <span className="leading-130">
          <span className="hidden text-[0.8125rem] text-solid-gray-700 sm:block">{me.agency.name}</span>
          <span className="block font-bold">{me.name}</span>
        </span>
        <ChevronDown aria-hidden size="1.25rem" className="shrink-0 transition-transform group-open:rotate-180" />
      </summary>
      <div className="absolute right-0 z-40 mt-2 flex max-h-[calc(100dvh-6rem)] w-80 max-w-[calc(100vw-2rem)] flex-col gap-4 overflow-y-auto rounded-12 border border-solid-gray-300 bg-white p-5 shadow-2">
        <div>
          <p className="font-bold">{me.name}</p>
          <p className="text-[0.9375rem] text-solid-gray-700">{me.agency.name}</p>
          <p className="text-[0.9375rem] text-solid-gray-700">{me.roles.map((r) => codes(r)).join('・')}</p>
        </div>
        <AgencySwitcher
          me={me}
          onSwitched={() => {
            close();
            void router.navigate({ to: '/' });
          }}
        />
        <Preferences />
        <div className="-mx-2 flex flex-col border-t border-solid-gray-200 pt-3">
          <Link
            to="/account"
            onClick={close}
            className="flex min-h-11 items-center gap-3 rounded-8 px-3 hover:bg-key-50 hover:underline"
          >
            <CircleUser aria-hidden size="1.25rem" />
            {t('ownAccount')}
          </Link>
          <MenuButton
            icon={Keyboard}
            onClick={() => {
              close();
              onKeys();
            }}
          >
            {t('keys')}
          </MenuButton>
          <MenuButton icon={LogOut} onClick={() => void signOut()}>
            {t('signOut')}
          </MenuButton>
        </div>
      </div>
    </details>
  );
}

function MenuButton({ icon: Icon, children, onClick }: { icon: typeof Menu; children: string; onClick: () => void }) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="flex min-h-11 items-center gap-3 rounded-8 px-3 text-left hover:bg-key-50 hover:underline"
    >
      <Icon aria-hidden size="1.25rem" />
      {children}
    </button>
  );
}

function Preferences() {
  const t = useTranslations('app');
  const [size, setSize] = useTextSize();
  const locale = useLocale();
  return (
    <>
      <RadioGroup
        label={t('textSize')}
        name="text-size"
        defaultValue={size}
        options={[
          { value: 'normal', label: t('textNormal') },
          { value: 'large', label: t('textLarge') },
          { value: 'larger', label: t('textLarger') },
        ]}
        onChange={(e) => setSize(e.currentTarget.value as TextSize)}
      />
      <RadioGroup
        label={t('language')}
        name="locale"
        defaultValue={locale}
        columns={2}
        options={[
          { value: 'ja', label: '日本語' },
          { value: 'en', label: 'English' },
        ]}
        onChange={(e) => setLocale(e.currentTarget.value as Locale)}
      />
    </>
  );
}

import { useRouter } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Me } from '@/api/generated';
import { useKeyActions, useKeyboard } from '@/lib/keyboard';
import { useLiveUpdates } from '../live';
import { useSession } from '../session';
import { DemoBar, OfflineBar } from './Bars';
import { Header } from './Header';
import { IdleCover } from './IdleCover';
import { KeyHelp } from './KeyHelp';
import { NavDrawer, SideNav } from './Nav';
import { ReSignIn } from './ReSignIn';
import { StepUp } from './StepUp';

/** The frame of every page of a signed-in person; nothing in the moment between sign-out and the way to sign-in. */
export function Shell({ children }: { children: ReactNode }) {
  const { me } = useSession();
  return me ? <Frame me={me}>{children}</Frame> : null;
}

function Frame({ me, children }: { me: Me; children: ReactNode }) {
  const t = useTranslations('app');
  const [drawer, setDrawer] = useState(false);
  const [keys, setKeys] = useState(false);
  const live = useLiveUpdates();
  const main = useFocusAfterNavigation(() => setDrawer(false));
  useKeyboard();
  useKeyActions([{ id: 'keys', keys: '?', label: t('keyHelp'), run: () => setKeys(true) }]);
  return (
    <IdleCover>
      <a
        href="#main"
        data-shell
        className="absolute top-2 left-2 z-50 -translate-y-24 rounded-8 bg-white px-4 py-3 text-key-1000 underline focus:translate-y-0"
      >
        {t('skip')}
      </a>
      {me.demo && <DemoBar />}
      <Header me={me} onMenu={() => setDrawer(true)} onKeys={() => setKeys(true)} />
      <OfflineBar polling={live === 'polling'} />
      <div className="mx-auto flex w-full max-w-[90rem] grow">
        <SideNav me={me} />
        <main
          id="main"
          ref={main}
          tabIndex={-1}
          className="min-w-0 grow px-4 [--sticky-top:4rem] py-6 sm:px-6 desk:px-10 desk:py-8"
        >
          {children}
        </main>
      </div>
      <NavDrawer me={me} open={drawer} onClose={() => setDrawer(false)} />
      <KeyHelp open={keys} onClose={() => setKeys(false)} />
      <ReSignIn />
      <StepUp />
    </IdleCover>
  );
}

/** After moving to another page focus goes to its heading, so that it is read out; not on the first page. */
function useFocusAfterNavigation(onMoved: () => void) {
  const router = useRouter();
  const main = useRef<HTMLElement>(null);
  const moved = useRef(onMoved);
  useEffect(() => {
    moved.current = onMoved;
  });
  useEffect(
    () =>
      router.subscribe('onRendered', (event) => {
        if (!event.fromLocation || !event.pathChanged) return;
        moved.current();
        const target = main.current?.querySelector<HTMLElement>('h1') ?? main.current;
        if (!main.current?.contains(document.activeElement)) target?.focus({ preventScroll: true });
      }),
    [router],
  );
  return main;
}

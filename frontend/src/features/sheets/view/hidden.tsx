import { EyeOff } from 'lucide-react';
import { createContext, type ReactNode, useContext } from 'react';
import { useTranslations } from 'use-intl';
import { NoticeBanner } from '@/components/ui';

/** JSON pointers into the content of what 支援措置 hides from the reader; the server has already taken it out. */
export const HiddenPlaces = createContext<readonly string[]>([]);

/** The value, or that it is hidden: an emptied field must not be read as 未記入. */
export function useShown(): (pointer: string, value: ReactNode) => ReactNode {
  const hidden = useContext(HiddenPlaces);
  const t = useTranslations('sheets.hidden');
  return (pointer, value) =>
    hidden.includes(pointer) ? (
      <span className="inline-flex items-center gap-1.5 text-solid-gray-700">
        <EyeOff aria-hidden size="1.1em" className="shrink-0" />
        {t('here')}
      </span>
    ) : (
      value
    );
}

/** For paper: words instead of a picture. */
export function useShownOnPaper(): (pointer: string, value: ReactNode) => ReactNode {
  const hidden = useContext(HiddenPlaces);
  const t = useTranslations('sheets.hidden');
  return (pointer, value) => (hidden.includes(pointer) ? t('paper') : value);
}

export function HiddenNotice({ children }: { children?: ReactNode }) {
  const hidden = useContext(HiddenPlaces);
  const t = useTranslations('sheets.hidden');
  if (hidden.length === 0) return null;
  return (
    <NoticeBanner tone="warning" level={2} title={t('title')}>
      {t('lead')}
      {children}
    </NoticeBanner>
  );
}

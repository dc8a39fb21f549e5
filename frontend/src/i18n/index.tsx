import { type ReactNode, use, useSyncExternalStore } from 'react';
import { IntlProvider } from 'use-intl';
import { type Locale, loadMessages, locale, subscribeLocale } from './locale';

export { useFormats } from './formats';
export type { Locale } from './locale';
export { currentLanguage, setLocale } from './locale';

/** Words in the chosen language; Japanese is in the first bundle, others are fetched when chosen. */
export function Messages({ children }: { children: ReactNode }) {
  const chosen = useLocale();
  return (
    <IntlProvider locale={chosen} messages={use(loadMessages(chosen))} timeZone="Asia/Tokyo">
      {children}
    </IntlProvider>
  );
}

export function useLocale(): Locale {
  return useSyncExternalStore(subscribeLocale, locale);
}
